// The tenants: the operator's list, and what can be changed about one.
import { useQuery } from "@tanstack/react-query";
import { rememberItems } from "../page/names.ts";
import { useChange } from "./changes.ts";
import { get, patch, post } from "./client.ts";
import { FIGURES } from "./figures.ts";
import type { NewTenantBody, TenantItem, TenantList, TenantPatch } from "./types.ts";

const PATH = "/api/v1/admin/tenants";
const TENANTS = ["tenants"] as const;

export function useTenants(enabled: boolean) {
  return useQuery({
    queryKey: TENANTS,
    queryFn: async ({ signal }) => {
      const list = await get<TenantList>(PATH, { limit: 1000 }, signal);
      rememberItems(list.items);
      return list;
    },
    enabled,
  });
}

export function useCreateTenant() {
  return useChange((body: NewTenantBody) => post<TenantItem>(PATH, body), TENANTS);
}

/** Renames it or moves it to another zone, which counts its days anew. */
export function useChangeTenant(id: string) {
  return useChange((body: TenantPatch) => patch<TenantItem>(`${PATH}/${id}`, body), TENANTS, FIGURES);
}

export function useCloseTenant(id: string) {
  return useChange(() => post<TenantItem>(`${PATH}/${id}/close`, {}), TENANTS);
}
