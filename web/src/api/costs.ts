// Costs of the range, cut by a dimension.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { remember } from "../page/costs/names.ts";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { FIGURES } from "./dashboard.ts";
import type { CostsAnswer } from "./types.ts";

/** How often to ask without news from the socket; with it, the socket says when. */
const POLL_MS = 30_000;
/** Groups that are told apart; the rest is `other`. */
export const TOP = 25;

export function useCosts({ range, tz, tenantId, cut }: Scope) {
  const query = { ...rangeParams(range), ...cut.filters, tz, tenant_id: tenantId, group_by: cut.groupBy, top: TOP };
  return useQuery({
    queryKey: [...FIGURES, tenantId, tz, "costs", range, cut],
    queryFn: ({ signal }) => get<CostsAnswer>("/api/v1/analytics/costs", query, signal).then(remember),
    // While another cut loads, the old one stays, dimmed; another tenant's or zone's figures never do.
    placeholderData: (data, before) =>
      before?.queryKey[1] === tenantId && before.queryKey[2] === tz ? keepPreviousData(data) : undefined,
    refetchInterval: POLL_MS,
  });
}
