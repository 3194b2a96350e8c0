// How many requests match, and what they cost, as far as that is known exactly.
import { useCostTotal } from "../../api/costs.ts";
import type { Rows } from "../../api/rowPages.ts";
import { narrows, readConditions } from "../../url/conditions.ts";
import type { Scope } from "../../url/scope.ts";
import { sumRows, type Totals, totalsOf } from "./totals.ts";

interface Known {
  /** Null while they are on their way. */
  totals: Totals | null;
  /** Whether they are of all that match, not only of the rows that were read. */
  whole: boolean;
  error: Error | null;
}

/** Of all rows where they were all read; else of what the API sums, which knows the range and the filters but no condition. */
export function useTotals(rows: Rows, scope: Scope): Known {
  const summed = rows.more && !narrows(readConditions(scope.own));
  const { data, error } = useCostTotal(scope, summed);
  if (!summed) return { totals: sumRows(rows.items), whole: !rows.more, error: null };
  return { totals: data ? totalsOf(data) : null, whole: true, error };
}
