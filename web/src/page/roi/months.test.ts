// Months sum to the whole, to the last digit, and what is not known does not read as zero.
import { describe, expect, it } from "vitest";
import type { RoiBucket } from "../../api/types.ts";
import { parsePico, writePico } from "../../money/pico.ts";
import { monthsOf } from "./months.ts";

/** Days from a moment, with savings and a share of the platform's cost each, and a setup on the first. */
function days(first: string, savings: readonly (string | null)[], share: string, setup = "0"): RoiBucket[] {
  let [saved, spent] = [0n, parsePico(setup)];
  return savings.map((usd, at) => {
    saved += usd === null ? 0n : parsePico(usd);
    spent += parsePico(share);
    return {
      start: new Date(Date.parse(first) + at * 86_400_000).toISOString(),
      savings_usd: usd, cost_usd: "0", baseline_usd: usd, platform_cost_usd: share,
      cumulative_savings_usd: writePico(saved), cumulative_platform_usd: writePico(spent), cumulative_net_usd: writePico(saved - spent),
    };
  });
}

const period = (to: string, tz = "UTC") => ({ name: null, from: "2026-10-30T00:00:00.000Z", to, tz });

describe("the months of a timeline", () => {
  it("sum to the whole, the setup in the first", () => {
    const savings = ["1", "-0.000000000001", "5.5", "0.25"];
    const buckets = days("2026-10-30T00:00:00.000Z", savings, "0.333333333333", "2");
    const months = monthsOf({ buckets, period: period("2026-11-03T00:00:00.000Z") });
    expect(months.map(({ month, savings_usd, platform_usd, net_usd }) => [month, savings_usd, platform_usd, net_usd])).toEqual([
      ["2026-10", "0.999999999999", "2.666666666666", "-1.666666666667"],
      ["2026-11", "5.75", "0.666666666666", "5.083333333334"],
    ]);
    const sum = months.reduce((whole, { net_usd }) => whole + parsePico(net_usd), 0n);
    expect(writePico(sum)).toBe(buckets.at(-1)?.cumulative_net_usd);
    expect(months.at(-1)?.cumulative_net_usd).toBe(buckets.at(-1)?.cumulative_net_usd);
  });

  it("span from their first bucket to the next month's, or to the period's end", () => {
    const buckets = days("2026-10-31T00:00:00.000Z", ["1", "1", "1"], "0");
    const months = monthsOf({ buckets, period: period("2026-11-03T00:00:00.000Z") });
    expect(months.map(({ from, to }) => [from, to])).toEqual([
      ["2026-10-31T00:00:00.000Z", "2026-11-01T00:00:00.000Z"],
      ["2026-11-01T00:00:00.000Z", "2026-11-03T00:00:00.000Z"],
    ]);
  });

  it("are those of the zone", () => {
    const buckets = days("2026-10-31T15:00:00.000Z", ["1"], "0");
    expect(monthsOf({ buckets, period: period("2026-11-01T15:00:00.000Z", "Asia/Tokyo") })[0]?.month).toBe("2026-11");
  });

  it("have unknown savings only where no day's are known", () => {
    const of = (savings: (string | null)[]) => monthsOf({ buckets: days("2026-11-01T00:00:00.000Z", savings, "1"), period: period("2026-11-04T00:00:00.000Z") })[0];
    expect(of([null, null])).toMatchObject({ savings_usd: null, net_usd: "-2" });
    expect(of([null, "0"])).toMatchObject({ savings_usd: "0" });
    expect(monthsOf({ buckets: [], period: period("2026-11-01T00:00:00.000Z") })).toEqual([]);
  });
});
