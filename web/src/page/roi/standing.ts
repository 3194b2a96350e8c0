// Where the platform stands with what it costs: paid back, when it may be, or nothing to pay back.
import type { PlatformCost, RoiTimeline } from "../../api/types.ts";
import { parsePico } from "../../money/pico.ts";
import { dateWords } from "../../url/range.ts";

export type Standing =
  /** No cost is set. */
  | { kind: "free" }
  | { kind: "paid"; on: string }
  /** In the expected case; the other cases are null for not within the forecast. */
  | { kind: "expected"; on: string; low: string | null; high: string | null }
  /** Not in the expected case within the forecast; in the best case perhaps. */
  | { kind: "later"; until: string; high: string | null }
  | { kind: "unknown" };

/** Whether there is nothing to pay back. */
export function isFree({ monthly_usd, setup_usd }: PlatformCost): boolean {
  return parsePico(monthly_usd) === 0n && parsePico(setup_usd) === 0n;
}

export function standingOf({ platform, paid_back_on, forecast }: Pick<RoiTimeline, "platform" | "paid_back_on" | "forecast">): Standing {
  if (isFree(platform)) return { kind: "free" };
  if (paid_back_on !== null) return { kind: "paid", on: paid_back_on };
  if (forecast === null) return { kind: "unknown" };
  const { low, base, high } = forecast.pays_back_on;
  if (base === null) return { kind: "later", until: forecast.until, high };
  return { kind: "expected", on: base, low, high };
}

/** The standing in a sentence. */
export function standingWords(standing: Standing): string {
  switch (standing.kind) {
    case "free":
      return "No platform cost is set, so there is nothing to pay back.";
    case "paid":
      return `Paid back on ${dateWords(standing.on)}.`;
    case "expected": {
      // What pays back in the expected case does so in the high one, and not later.
      const early = dateWords(standing.high ?? standing.on);
      const late = standing.low === null ? "some day after the forecast ends" : dateWords(standing.low);
      return `Not paid back yet; expected on ${dateWords(standing.on)}, in most outcomes between ${early} and ${late}.`;
    }
    case "later": {
      const early = standing.high === null ? "" : `; in a good case on ${dateWords(standing.high)}`;
      return `Not paid back yet, and not expected by ${dateWords(standing.until)}${early}.`;
    }
    case "unknown":
      return "Not paid back yet; there are too few days for a forecast.";
  }
}
