// The chart draws what the series says: nothing for the future, nothing for the unknown, losses below zero.
import { expect, it } from "vitest";
import type { CostBucket, CostSeries } from "../../api/types.ts";
import { tickLabel } from "../../money/ticks.ts";
import { chartRows, costTicks, savingsTicks } from "./chartRows.ts";

const bucket = (start: string, requests: number, cost: string | null, covered: string | null, baseline: string | null, savings: string | null) =>
  ({
    start,
    requests,
    cost_usd: cost,
    covered_cost_usd: covered,
    baseline_usd: baseline,
    savings_usd: savings,
    overhead_usd: null,
    savings_percent: null,
  }) as CostBucket;

const series: CostSeries = {
  grain: "hour",
  buckets: [
    bucket("2026-11-23T10:00:00.000Z", 3, "2.5", "2", "3", "1"),
    bucket("2026-11-23T11:00:00.000Z", 1, null, null, null, null),
    bucket("2026-11-23T12:00:00.000Z", 2, "4", "4", "3.25", "-0.75"),
    bucket("2026-11-23T13:00:00.000Z", 0, "0", "0", "0", "0"),
  ],
};

it("splits cost into what has a baseline and what has none", () => {
  const [first, unknown, lossy, future] = chartRows(series, "2026-11-23T12:30:00.000Z");
  expect(first).toMatchObject({ covered: 2, other: 0.5, baseline: 3, gain: 1, loss: null });
  expect(unknown).toMatchObject({ covered: null, other: null, baseline: null, gain: null, loss: null });
  expect(lossy).toMatchObject({ gain: null, loss: -0.75 });
  expect(future).toMatchObject({ covered: null, baseline: null });
});

it("makes axes that hold every figure", () => {
  const cost = costTicks(series);
  expect(cost.map((tick) => tickLabel(tick, cost))).toEqual(["$0", "$2", "$4"]);
  const savings = savingsTicks(series);
  expect(savings.map((tick) => tickLabel(tick, savings))).toEqual(["\u2212$1", "$0", "$1"]);
});
