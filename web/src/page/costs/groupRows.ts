// The table of groups as lines of a file: the same rows in the same order, with exact figures.
import type { CostsAnswer } from "../../api/types.ts";
import type { Cell } from "../../figures/csv.ts";

const HEADINGS = [
  "group_by", "kind", "key", "label", "from", "to", "timezone", "requests", "requests_with_baseline", "requests_unpriced", "cost_usd",
  "overhead_usd", "covered_cost_usd", "baseline_usd", "savings_usd", "savings_percent", "simulated", "as_of",
];

export function groupRows(answer: CostsAnswer): Cell[][] {
  const { group_by, period, simulated, as_of } = answer;
  const rows: Cell[][] = answer.groups.map(({ kind, key, label, coverage, total }) => [
    group_by, kind, key, label, period.from, period.to, period.tz, coverage.requests, coverage.with_baseline, coverage.unpriced, total.cost_usd,
    total.overhead_usd, total.covered_cost_usd, total.baseline_usd, total.savings_usd, total.savings_percent, String(simulated), as_of,
  ]);
  return [HEADINGS, ...rows];
}
