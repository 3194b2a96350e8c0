// Saved views: names that the tenant gave to addresses.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, put, remove } from "./client.ts";
import type { ViewBody, ViewItem, ViewList } from "./types.ts";

const PATH = "/api/v1/analytics/views";

function viewsKey(tenantId: string | null): readonly unknown[] {
  return ["views", tenantId];
}

export function useViews(tenantId: string | null) {
  return useQuery({
    queryKey: viewsKey(tenantId),
    queryFn: ({ signal }) => get<ViewList>(PATH, { tenant_id: tenantId }, signal),
  });
}

/** What is done to a view; the list is read again after it. */
export type ViewChange = { id: null; body: ViewBody } | { id: string; body: ViewBody | null };

/** Saves a view (no id), replaces one, or, without a body, deletes it. */
export function useChangeView(tenantId: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, body }: ViewChange) => {
      const query = { tenant_id: tenantId };
      if (id === null) await post<ViewItem>(PATH, body, query);
      else if (body === null) await remove(`${PATH}/${id}`, query);
      else await put<ViewItem>(`${PATH}/${id}`, body, query);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: viewsKey(tenantId) }),
  });
}
