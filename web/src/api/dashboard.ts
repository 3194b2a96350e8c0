// The first screen's figures, and the tenants an operator can choose from.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import type { Dashboard, TenantList } from "./types.ts";

/** Begins the name of every query for figures: what the socket says is new for all of them. */
export const FIGURES = ["figures"] as const;
/** How often to ask without news from the socket; with it, the socket says when. */
const POLL_MS = 30_000;

/** All that the first screen needs, for the range. */
export function useDashboard(scope: Scope) {
  const { range, tz, tenantId } = scope;
  return useQuery({
    queryKey: [...FIGURES, tenantId, tz, "dashboard", range],
    queryFn: ({ signal }) => get<Dashboard>("/api/v1/analytics/dashboard", { ...rangeParams(range), tz, tenant_id: tenantId }, signal),
    // While another range loads, the old one stays, dimmed; another tenant's or zone's figures never do.
    placeholderData: (data, query) =>
      query?.queryKey[1] === tenantId && query.queryKey[2] === tz ? keepPreviousData(data) : undefined,
    refetchInterval: POLL_MS,
  });
}

/** The tenants, for the operator. */
export function useTenants(enabled: boolean) {
  return useQuery({
    queryKey: ["tenants"],
    queryFn: ({ signal }) => get<TenantList>("/api/v1/admin/tenants", { limit: 1000 }, signal),
    enabled,
  });
}
