// The chart's positions: the forecast goes on from the last whole day, and nothing lies outside the axis.
import { describe, expect, it } from "vitest";
import type { RoiBucket, RoiForecast } from "../../api/types.ts";
import { toPixels } from "../../money/pico.ts";
import { bucketOf, netRows, netTicks } from "./netRows.ts";

const start = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();

function bucket(day: number, net: string, platform: string): RoiBucket {
  return {
    start: start(day), savings_usd: "0", cost_usd: "0", baseline_usd: "0", platform_cost_usd: "0", cumulative_savings_usd: "0",
    cumulative_platform_usd: platform, cumulative_net_usd: net,
  };
}

function forecast(first: number, days: number): RoiForecast {
  return {
    method: "", basis_days: 7, until: "2026-12-31",
    buckets: Array.from({ length: days }, (_, at) => ({
      start: start(first + at), low_net_usd: String(-10 - at), base_net_usd: String(at), high_net_usd: String(20 + at),
    })),
    pays_back_on: { low: null, base: null, high: null },
    month_end: { cost_usd: null, savings_usd: null, spent_so_far_usd: null, saved_so_far_usd: null },
  };
}

const buckets = [bucket(1, "-5", "5"), bucket(2, "-3.5", "6"), bucket(3, "-2", "7")];

describe("the rows of the net chart", () => {
  it("begin the forecast where the last whole bucket ended", () => {
    const rows = netRows({ buckets, forecast: forecast(3, 3), grain: "day" });
    expect(rows.map(({ start: at, net, platform, base, band }) => [at.slice(8, 10), net, platform, base, band])).toEqual([
      ["01", -5, -5, null, null],
      ["02", -3.5, -6, -3.5, [-3.5, -3.5]],
      ["03", -2, -7, 0, [-10, 20]],
      ["04", null, null, 1, [-11, 21]],
      ["05", null, null, 2, [-12, 22]],
    ]);
  });

  it("are only what was where there is no forecast, and nothing of nothing", () => {
    expect(netRows({ buckets, forecast: null, grain: "day" }).every(({ base, band }) => base === null && band === null)).toBe(true);
    expect(netRows({ buckets: [], forecast: forecast(3, 2), grain: "day" })).toEqual([]);
    expect(netRows({ buckets: buckets.slice(2), forecast: forecast(3, 2), grain: "day" })).toHaveLength(2);
  });

  it("look ahead by weeks where the past is by weeks, to the very end", () => {
    const rows = netRows({ buckets, forecast: forecast(3, 17), grain: "week" });
    expect(rows.slice(2).map(({ ahead }) => ahead?.base_net_usd)).toEqual(["0", "7", "14", "16"]);
  });

  it("lie between the axis's ends", () => {
    const rows = netRows({ buckets, forecast: forecast(3, 30), grain: "day" });
    const ticks = netTicks(rows).map(toPixels);
    const [low = 0, high = 0] = [ticks[0], ticks.at(-1)];
    for (const { net, platform, base, band } of rows) {
      for (const value of [net, platform, base, ...(band ?? [])]) if (value !== null) expect(value >= low && value <= high).toBe(true);
    }
  });

  it("find the bucket of a date", () => {
    const rows = buckets.map((each) => ({ start: each.start }));
    const day = (moment: string) => moment.slice(0, 10);
    expect(bucketOf(rows, "2026-11-02", day)).toBe(start(2));
    expect(bucketOf(rows, "2026-12-24", day)).toBe(start(3));
    expect(bucketOf(rows, "2026-10-01", day)).toBe(start(1));
    expect(bucketOf([], "2026-10-01", day)).toBeNull();
  });
});
