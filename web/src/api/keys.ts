// A tenant's API keys. The key itself is handed on once, and kept by nothing here.
import { useQuery } from "@tanstack/react-query";
import { rememberItems } from "../page/names.ts";
import { useChange } from "./changes.ts";
import { get, post, removed } from "./client.ts";
import type { KeyItem, KeyList, NewKeyAnswer, NewKeyBody } from "./types.ts";

const path = (tenantId: string) => `/api/v1/admin/tenants/${tenantId}/keys`;
const keysOf = (tenantId: string) => ["keys", tenantId] as const;

export function useKeys(tenantId: string) {
  return useQuery({
    queryKey: keysOf(tenantId),
    queryFn: async ({ signal }) => {
      const list = await get<KeyList>(path(tenantId), {}, signal);
      rememberItems(list.items);
      return list;
    },
  });
}

/** Makes a key. `reveal` is given the key, which is left out of the answer: answers of changes are kept for a while. */
export function useCreateKey(tenantId: string, reveal: (key: string) => void) {
  const create = async (body: NewKeyBody): Promise<KeyItem> => {
    const { key, ...item } = await post<NewKeyAnswer>(path(tenantId), body);
    reveal(key);
    return item;
  };
  return useChange(create, keysOf(tenantId));
}

export function useRevokeKey({ id, tenant_id: tenantId }: KeyItem) {
  return useChange(() => removed<KeyItem>(`${path(tenantId)}/${id}`), keysOf(tenantId));
}
