// How many requests each key or user of a tenant made in the last 30 days.
import type { CostGroup } from "../../api/types.ts";
import { useValues } from "../../api/values.ts";
import { DEFAULT_CUT, GROUP_LABELS } from "../../url/cut.ts";
import { changed, type Scope } from "../../url/scope.ts";

export interface Traffic {
  /** Those that made requests, by id. */
  seen: CostGroup[];
  /** How many one made; null while that is not known, or where it is among those that are not told apart. */
  of: (id: string) => number | null;
  /** Why it is not known how many one made. */
  unknown: string;
  /** The costs of one, over the same days. */
  costsOf: (id: string) => Scope;
}

export function useTraffic(scope: Scope, by: "key" | "user"): Traffic {
  const month = changed(scope, { range: "30d", cut: DEFAULT_CUT });
  const { data } = useValues(month, by);
  const groups = data?.groups ?? [];
  const whole = data !== undefined && !groups.some(({ kind }) => kind === "other");
  return {
    seen: groups.filter(({ key }) => key !== null),
    of: (id) => groups.find(({ key }) => key === id)?.coverage.requests ?? (whole ? 0 : null),
    unknown: data === undefined ? "Not read yet" : "Not among the 50 dearest, which are told apart",
    costsOf: (id) => changed(month, { page: "costs", cut: { ...DEFAULT_CUT, groupBy: "model", filters: { [GROUP_LABELS[by].filter]: id } } }),
  };
}
