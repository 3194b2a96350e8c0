// The names of a tenant's users: events hold ids only.
import { useQuery } from "@tanstack/react-query";
import { rememberItems } from "../page/names.ts";
import { useChange } from "./changes.ts";
import { get, post, remove } from "./client.ts";
import { FIGURES } from "./figures.ts";
import type { UserBody, UserItem, UserList } from "./types.ts";

const path = (tenantId: string) => `/api/v1/admin/tenants/${tenantId}/users`;
const membersOf = (tenantId: string) => ["members", tenantId] as const;

export function useMembers(tenantId: string) {
  return useQuery({
    queryKey: membersOf(tenantId),
    queryFn: async ({ signal }) => {
      const list = await get<UserList>(path(tenantId), {}, signal);
      rememberItems(list.items);
      return list;
    },
  });
}

/** Adds a user, or gives one another name. */
export function useNameMember(tenantId: string) {
  return useChange((body: UserBody) => post<UserItem>(path(tenantId), body), membersOf(tenantId), FIGURES);
}

/** Takes the name away; events keep the id. */
export function useForgetMember(tenantId: string, id: string) {
  return useChange(() => remove(`${path(tenantId)}/${id}`), membersOf(tenantId), FIGURES);
}
