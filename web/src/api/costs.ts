// Costs of the range, cut by a dimension or whole.
import { useQuery } from "@tanstack/react-query";
import { remember } from "../page/names.ts";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { figuresKey, mayStay, POLL_MS } from "./figures.ts";
import type { CostsAnswer } from "./types.ts";

/** Groups that are told apart; the rest is `other`. */
export const TOP = 25;

export function useCosts(scope: Scope) {
  const { range, tz, tenantId, cut, compare } = scope;
  const query = { ...rangeParams(range), ...cut.filters, tz, tenant_id: tenantId, group_by: cut.groupBy, top: TOP, compare };
  return useQuery({
    queryKey: figuresKey(scope, "costs", range, cut, compare),
    queryFn: ({ signal }) => get<CostsAnswer>("/api/v1/analytics/costs", query, signal).then(remember),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}

/** The sums of all that the range and the filters let through, uncut. */
export function useCostTotal(scope: Scope, enabled: boolean) {
  const { range, tz, tenantId, cut } = scope;
  const query = { ...rangeParams(range), ...cut.filters, tz, tenant_id: tenantId };
  return useQuery({
    queryKey: figuresKey(scope, "cost total", range, cut.filters),
    queryFn: ({ signal }) => get<CostsAnswer>("/api/v1/analytics/costs", query, signal),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
    enabled,
  });
}
