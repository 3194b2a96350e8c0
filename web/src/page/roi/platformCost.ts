// From what was typed of the platform's cost to what is sent, or what is wrong with which field.
import type { PlatformCost } from "../../api/types.ts";
import { readUsd } from "../../money/read.ts";

/** Every field as it was typed. */
export type CostText = Record<keyof PlatformCost, string>;

type Read = { cost: PlatformCost; refused: null } | { cost: null; refused: Partial<CostText> };

export function costText({ monthly_usd, setup_usd, since }: PlatformCost): CostText {
  return { monthly_usd, setup_usd, since: since ?? "" };
}

/** An empty amount is nothing, an empty day the first request's. Bounds are the API's to say. */
export function readCost(text: CostText): Read {
  const refused: Partial<CostText> = {};
  const amount = (name: "monthly_usd" | "setup_usd") => {
    const usd = text[name].trim() === "" ? "0" : readUsd(text[name]);
    if (usd === null) refused[name] = "An amount in dollars of 0 or more, such as 49.50.";
    return usd ?? "0";
  };
  const cost = { monthly_usd: amount("monthly_usd"), setup_usd: amount("setup_usd"), since: text.since === "" ? null : text.since };
  return Object.keys(refused).length === 0 ? { cost, refused: null } : { cost: null, refused };
}
