// What the gateways are configured with: providers and routes. The configuration is a file; this only reads what it says.
import { useQuery } from "@tanstack/react-query";
import { get } from "./client.ts";
import { POLL_MS } from "./figures.ts";
import type { ProviderList, RouteList } from "./types.ts";

/** The providers, with their breakers as they stand now. */
export function useConfiguredProviders() {
  return useQuery({
    queryKey: ["configured", "providers"],
    queryFn: ({ signal }) => get<ProviderList>("/api/v1/admin/providers", {}, signal),
    refetchInterval: POLL_MS,
  });
}

/** The routes, as the gateway that started or read its file last has them. */
export function useConfiguredRoutes() {
  return useQuery({
    queryKey: ["configured", "routes"],
    queryFn: ({ signal }) => get<RouteList>("/api/v1/admin/routes", {}, signal),
  });
}
