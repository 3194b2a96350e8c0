// The suggested bound lies above every day there was, and is a round amount.
import { expect, it } from "vitest";
import type { CostBucket } from "../../api/types.ts";
import { readyMade } from "./readyMade.ts";

const days = (...costs: (string | null)[]) => ({ grain: "day" as const, buckets: costs.map((cost_usd) => ({ cost_usd }) as CostBucket) });

it.each([
  [days("4.1", "7.02", null), "8.5", "More than $8.50 in a day"],
  [days("1234"), "1500", "More than $1,500 in a day"],
  [days("0.0001"), "0.01", "More than $0.01 in a day"],
  [days("0", null), "10", "More than $10 in a day"],
  [null, "10", "More than $10 in a day"],
  [{ ...days("7"), grain: "hour" as const }, "10", "More than $10 in a day"],
])("suggests a day's bound from the dearest day", (costs, threshold, title) => {
  const { spend } = readyMade(costs);
  expect([spend.rule.threshold, spend.title]).toEqual([threshold, title]);
});
