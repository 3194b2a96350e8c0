// Sums of requests: of all that match, as the API says, or of the rows that were read.
import type { CostsAnswer, EventRow } from "../../api/types.ts";
import { parsePico, writePico } from "../../money/pico.ts";

export interface Totals {
  requests: number;
  /** Those whose cost is not known; they are in no sum. */
  unpriced: number;
  /** Exact; null where there are requests and none has a price. */
  cost_usd: string | null;
}

export function totalsOf({ coverage, total }: Pick<CostsAnswer, "coverage" | "total">): Totals {
  return { requests: coverage.requests, unpriced: coverage.unpriced, cost_usd: total.cost_usd };
}

export function sumRows(rows: readonly EventRow[]): Totals {
  const known = rows.flatMap(({ cost_usd }) => (cost_usd === null ? [] : [parsePico(cost_usd)]));
  const none = rows.length > 0 && known.length === 0;
  return {
    requests: rows.length,
    unpriced: rows.length - known.length,
    cost_usd: none ? null : writePico(known.reduce((sum, cost) => sum + cost, 0n)),
  };
}
