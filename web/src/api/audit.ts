// Who changed what.
import { useQuery } from "@tanstack/react-query";
import { get } from "./client.ts";
import type { AuditList } from "./types.ts";

/** The newest acts, of one tenant or of all. */
export function useAudit(tenantId: string | null, limit: number) {
  return useQuery({
    queryKey: ["audit", tenantId, limit],
    queryFn: ({ signal }) => get<AuditList>("/api/v1/admin/audit", { tenant_id: tenantId, limit }, signal),
    placeholderData: (data, before) => (before?.queryKey[1] === tenantId ? data : undefined),
  });
}
