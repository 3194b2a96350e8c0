// The first screen's figures.
import { useQuery } from "@tanstack/react-query";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { figuresKey, mayStay, POLL_MS } from "./figures.ts";
import type { Dashboard } from "./types.ts";

/** All that the first screen needs, for the range. */
export function useDashboard(scope: Scope) {
  const { range, tz, tenantId } = scope;
  const query = { ...rangeParams(range), tz, tenant_id: tenantId };
  return useQuery({
    queryKey: figuresKey(scope, "dashboard", range),
    queryFn: ({ signal }) => get<Dashboard>("/api/v1/analytics/dashboard", query, signal),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}
