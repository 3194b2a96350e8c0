// The rules to begin with, from what was spent in the last 30 days.
import { useCosts } from "../../api/costs.ts";
import { DEFAULT_CUT } from "../../url/cut.ts";
import type { Scope } from "../../url/scope.ts";
import { readyMade, type ReadyMade, type ReadyMadeName } from "./readyMade.ts";

/** Null while the costs are asked for; without them the rules are there with a bound of no ground. */
export function useReadyMade(scope: Scope): Record<ReadyMadeName, ReadyMade> | null {
  const { data, error } = useCosts({ ...scope, range: "30d", cut: DEFAULT_CUT });
  if (data === undefined && !error) return null;
  return readyMade(data ?? null);
}
