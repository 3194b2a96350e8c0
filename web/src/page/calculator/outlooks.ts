// What the three outlooks are called, and what they have in common.
import type { RoiProjection } from "../../api/types.ts";
import { parsePico, writePico } from "../../money/pico.ts";

export const OUTLOOK_NAMES: Record<string, string> = { low: "Low", base: "Base", high: "High" };

/** What the platform costs a month in an answer's case: what lies between savings and net, in every outlook the same. */
export function platformOf({ cases }: Pick<RoiProjection, "cases">): string {
  const [first] = cases;
  return first === undefined ? "0" : writePico(parsePico(first.monthly_savings_usd) - parsePico(first.monthly_net_usd));
}
