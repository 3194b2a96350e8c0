// Large exports: files of all rows that match, made by the server while nobody waits.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Scope } from "../url/scope.ts";
import { get, order, remove } from "./client.ts";
import { rowsAsked } from "./events.ts";
import { pollAfterMs } from "./exportPoll.ts";
import type { ExportList } from "./types.ts";

const PATH = "/api/v1/analytics/exports";

function exportsKey(tenantId: string | null): readonly unknown[] {
  return ["exports", tenantId];
}

/** The tenant's exports, newest first, asked for again while one of them is not made yet. */
export function useExports(tenantId: string | null) {
  return useQuery({
    queryKey: exportsKey(tenantId),
    queryFn: ({ signal }) => get<ExportList>(PATH, { tenant_id: tenantId }, signal),
    refetchInterval: ({ state }) => pollAfterMs(state.data?.items ?? [], Date.now()) ?? false,
  });
}

/** Asks for a file of all rows that the scope lets through. */
export function useStartExport(scope: Scope) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => order(PATH, rowsAsked(scope)),
    onSuccess: () => client.invalidateQueries({ queryKey: exportsKey(scope.tenantId) }),
  });
}

/** Deletes a file, or stops its making. */
export function useDeleteExport(tenantId: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => remove(`${PATH}/${id}`, { tenant_id: tenantId }),
    onSuccess: () => client.invalidateQueries({ queryKey: exportsKey(tenantId) }),
  });
}

/** Where the file of an export is. */
export function fileAddress(id: string, tenantId: string | null): string {
  const query = tenantId === null ? "" : `?${new URLSearchParams({ tenant_id: tenantId }).toString()}`;
  return `${PATH}/${id}/file${query}`;
}
