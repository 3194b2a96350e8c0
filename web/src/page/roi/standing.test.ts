// Where it stands, in the words that stand on the page.
import { describe, expect, it } from "vitest";
import type { RoiForecast } from "../../api/types.ts";
import { standingOf, standingWords } from "./standing.ts";

const platform = { monthly_usd: "49", setup_usd: "0", since: null };

function forecast(low: string | null, base: string | null, high: string | null): RoiForecast {
  return {
    method: "", basis_days: 28, until: "2026-12-31", buckets: [], pays_back_on: { low, base, high },
    month_end: { cost_usd: null, savings_usd: null, spent_so_far_usd: null, saved_so_far_usd: null },
  };
}

describe("the standing", () => {
  it.each([
    [{ platform: { ...platform, monthly_usd: "0.00" }, paid_back_on: "2026-11-01", forecast: null }, "No platform cost is set, so there is nothing to pay back."],
    [{ platform, paid_back_on: "2026-11-09", forecast: null }, "Paid back on 9 Nov 2026."],
    [{ platform, paid_back_on: null, forecast: null }, "Not paid back yet; there are too few days for a forecast."],
    [
      { platform, paid_back_on: null, forecast: forecast("2026-12-20", "2026-12-10", "2026-12-05") },
      "Not paid back yet; expected on 10 Dec 2026, in most outcomes between 5 Dec 2026 and 20 Dec 2026.",
    ],
    [
      { platform, paid_back_on: null, forecast: forecast(null, "2026-12-10", "2026-12-05") },
      "Not paid back yet; expected on 10 Dec 2026, in most outcomes between 5 Dec 2026 and some day after the forecast ends.",
    ],
    [{ platform, paid_back_on: null, forecast: forecast(null, null, null) }, "Not paid back yet, and not expected by 31 Dec 2026."],
    [{ platform, paid_back_on: null, forecast: forecast(null, null, "2026-12-30") }, "Not paid back yet, and not expected by 31 Dec 2026; in a good case on 30 Dec 2026."],
  ])("is said in a sentence, case %#", (answer, words) => {
    expect(standingWords(standingOf(answer))).toBe(words);
  });
});
