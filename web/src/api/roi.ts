// What the platform has paid back and what may come, and what it costs.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, put } from "./client.ts";
import { FIGURES, figuresKey, mayStay, type Owner, POLL_MS } from "./figures.ts";
import type { PlatformCost, RoiTimeline } from "./types.ts";

export function useRoi(owner: Owner) {
  const { tz, tenantId } = owner;
  return useQuery({
    queryKey: figuresKey(owner, "roi"),
    queryFn: ({ signal }) => get<RoiTimeline>("/api/v1/analytics/roi", { tz, tenant_id: tenantId }, signal),
    placeholderData: (data, before) => (mayStay(owner, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}

function platformCostKey(tenantId: string | null): readonly unknown[] {
  return ["platform-cost", tenantId];
}

/** What the tenant says the platform costs. */
export function usePlatformCost({ tenantId }: Pick<Owner, "tenantId">) {
  return useQuery({
    queryKey: platformCostKey(tenantId),
    queryFn: ({ signal }) => get<PlatformCost>("/api/v1/analytics/platform-cost", { tenant_id: tenantId }, signal),
  });
}

/** Says what the platform costs; all figures are asked for anew before it is done. */
export function useSetPlatformCost({ tenantId }: Owner) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (cost: PlatformCost) => put<PlatformCost>("/api/v1/analytics/platform-cost", cost, { tenant_id: tenantId }),
    onSuccess: (cost) => {
      client.setQueryData(platformCostKey(tenantId), cost);
      return client.invalidateQueries({ queryKey: FIGURES });
    },
  });
}
