// The price list with its history and the tenants' overrides, and the models that have no price.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useChange } from "./changes.ts";
import { get, post } from "./client.ts";
import { FIGURES } from "./figures.ts";
import type { NewPriceBody, PriceItem, PriceList, UnpricedList } from "./types.ts";

const PATH = "/api/v1/admin/prices";
const PRICES = ["prices"] as const;

export interface PriceQuestion {
  /** Only this catalogue. */
  catalogue: string | null;
  /** Only this model. */
  model: string | null;
  /** Only this tenant's overrides. */
  tenantId: string | null;
}

/** Rows by catalogue, model and begin, 1,000 at a time. */
export function usePrices({ catalogue, model, tenantId }: PriceQuestion) {
  return useInfiniteQuery({
    queryKey: [...PRICES, "list", catalogue, model, tenantId],
    queryFn: ({ pageParam, signal }) => get<PriceList>(PATH, { catalogue, model, tenant_id: tenantId, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 30_000,
  });
}

/** Models that were used in the last 30 days, by any tenant, and have no price. */
export function useUnpriced() {
  return useQuery({
    queryKey: [...PRICES, "unpriced"],
    queryFn: ({ signal }) => get<UnpricedList>(`${PATH}/unpriced`, {}, signal),
    refetchInterval: 15_000,
  });
}

export function useAddPrice() {
  return useChange((body: NewPriceBody) => post<PriceItem>(PATH, body), PRICES, FIGURES);
}

export function useClosePrice(id: number) {
  return useChange(() => post<PriceItem>(`${PATH}/${id}/close`, {}), PRICES, FIGURES);
}
