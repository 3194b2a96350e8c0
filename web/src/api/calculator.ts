// What the calculator asks: the models that were used, what one of them did in a month, and the projection of a case.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Owner } from "./figures.ts";
import { get, post } from "./client.ts";
import type { ProvidersAnswer, RoiBody, RoiProjection, UsageAnswer } from "./types.ts";

/** Answers to start from and projections are of a moment: they do not move with every request that arrives. */
const STALE_MS = 300_000;
const MEASURED = { period: "30d" } as const;

/** What was used in the last 30 days. */
export function useUsed({ tz, tenantId }: Owner) {
  return useQuery({
    queryKey: ["used", tenantId, tz],
    queryFn: ({ signal }) => get<ProvidersAnswer>("/api/v1/analytics/providers", { ...MEASURED, tz, tenant_id: tenantId }, signal),
    staleTime: STALE_MS,
  });
}

/** The last 30 days of one model, as `provider/model`; nothing is asked for null. */
export function useModelUsage({ tz, tenantId }: Owner, name: string | null) {
  const [provider = "", ...model] = (name ?? "").split("/");
  const query = { ...MEASURED, provider, model: model.join("/"), tz, tenant_id: tenantId };
  return useQuery({
    queryKey: ["used", tenantId, tz, name],
    queryFn: ({ signal }) => get<UsageAnswer>("/api/v1/analytics/usage", query, signal),
    staleTime: STALE_MS,
    enabled: name !== null,
  });
}

/** The projection of a case; the last one stays until the next is there. Nothing is asked for null. */
export function useProjection({ tenantId }: Owner, body: RoiBody | null) {
  return useQuery({
    queryKey: ["projection", tenantId, body],
    queryFn: ({ signal }) => post<RoiProjection>("/api/v1/analytics/roi-calculator", body, { tenant_id: tenantId }, signal),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    enabled: body !== null,
  });
}
