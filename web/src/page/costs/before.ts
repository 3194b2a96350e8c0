// The second span's figures, by group.
import type { CostsAnswer } from "../../api/types.ts";
import { span } from "../../time/format.ts";

export interface Before {
  cost_usd: string | null;
  savings_usd: string | null;
  /** The second span in words. */
  span: string;
}

/** The second span in words; null without one. */
export function beforeSpan({ compared }: CostsAnswer): string | null {
  return compared ? span(compared.period.from, compared.period.to, compared.period.tz) : null;
}

/** A group's figures in the second span; null without one, or where the group has none there. */
export function beforeOf(answer: CostsAnswer, { kind, key }: { kind: string; key: string | null }): Before | null {
  const words = beforeSpan(answer);
  const found = answer.compared?.groups.find((group) => group.kind === kind && group.key === key);
  if (words === null || !found) return null;
  return { cost_usd: found.total.cost_usd, savings_usd: found.total.savings_usd, span: words };
}
