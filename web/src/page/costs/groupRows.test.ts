// The file holds what the table shows, with the exact figures and what they are of.
import { expect, it } from "vitest";
import type { CostsAnswer } from "../../api/types.ts";
import { csv } from "../../figures/csv.ts";
import { groupRows } from "./groupRows.ts";

it("writes a line a group, in the table's order", () => {
  const total = { cost_usd: "1.5", overhead_usd: "0", covered_cost_usd: null, baseline_usd: null, savings_usd: null, savings_percent: null };
  const coverage = { requests: 3, with_baseline: 0, unpriced: 1 };
  const answer = {
    group_by: "user",
    period: { name: null, from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", tz: "UTC" },
    simulated: true,
    as_of: "2026-11-02T00:00:00Z",
    groups: [
      { kind: "value", key: "u1", label: "Ada, L.", total, coverage, buckets: [] },
      { kind: "none", key: null, label: "none", total: { ...total, cost_usd: null }, coverage, buckets: [] },
    ],
  } as unknown as CostsAnswer;
  const [headings, first, second] = csv(groupRows(answer)).split("\r\n");
  expect(headings?.split(",").slice(0, 4)).toEqual(["group_by", "kind", "key", "label"]);
  expect(first).toBe('user,value,u1,"Ada, L.",2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,UTC,3,0,1,1.5,0,,,,,true,2026-11-02T00:00:00Z');
  expect(second).toBe("user,none,,none,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,UTC,3,0,1,,0,,,,,true,2026-11-02T00:00:00Z");
});
