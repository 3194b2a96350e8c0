// Whoever is signed in, on the page of the address, with one live connection for all pages.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { FIGURES } from "../api/figures.ts";
import { SESSION } from "../api/session.ts";
import type { TenantCard, TenantItem } from "../api/types.ts";
import { useFollow } from "../live/useFollow.ts";
import { useLive } from "../live/useLive.ts";
import type { Scope } from "../url/scope.ts";
import { Costs } from "./costs/Costs.tsx";
import { Overview } from "./overview/Overview.tsx";

interface ScreenProps {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
  tenant: Pick<TenantCard, "name" | "timezone"> | null;
  /** The tenants to choose from; empty where there is no choice. */
  tenants: TenantItem[];
}

export function Screen({ scope, change, tenant, tenants }: ScreenProps) {
  const client = useQueryClient();
  const refetch = useCallback(() => void client.invalidateQueries({ queryKey: FIGURES }), [client]);
  const signedOut = useCallback(() => void client.setQueryData(SESSION, null), [client]);
  const live = useLive(scope, refetch, signedOut);
  useFollow(live.update, refetch);
  const around = { scope, change, tenant, tenants, phase: live.phase };
  return scope.page === "costs" ? (
    <Costs around={around} refetch={refetch} signedOut={signedOut} />
  ) : (
    <Overview around={around} live={live} refetch={refetch} signedOut={signedOut} />
  );
}
