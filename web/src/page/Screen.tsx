// The first screen: joins what the API answered for the period with what the socket says now.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { Problem } from "../api/client.ts";
import { DASHBOARD, useDashboard } from "../api/dashboard.ts";
import { SESSION } from "../api/session.ts";
import type { TenantItem } from "../api/types.ts";
import { useFollow } from "../live/useFollow.ts";
import { useLive } from "../live/useLive.ts";
import { ErrorNote } from "../ui/ErrorNote.tsx";
import type { Scope } from "../url/scope.ts";
import { FirstRequest } from "./empty/FirstRequest.tsx";
import { Figures } from "./Figures.tsx";
import { Header } from "./header/Header.tsx";
import { join } from "./join.ts";
import { FiguresSkeleton } from "./ScreenSkeleton.tsx";

interface ScreenProps {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
  /** The tenants to choose from; empty where there is no choice. */
  tenants: TenantItem[];
}

export function Screen({ scope, change, tenants }: ScreenProps) {
  const client = useQueryClient();
  const refetch = useCallback(() => void client.invalidateQueries({ queryKey: DASHBOARD }), [client]);
  const signedOut = useCallback(() => void client.setQueryData(SESSION, null), [client]);
  const live = useLive(scope, refetch, signedOut);
  const { data, error, isPlaceholderData } = useDashboard(scope);
  useFollow(live.update, refetch);

  const ended = error instanceof Problem && error.status === 401;
  useEffect(() => {
    if (ended) signedOut();
  }, [ended, signedOut]);

  const shown = data ? join(data, live) : null;
  return (
    <>
      <Header scope={scope} change={change} tenants={tenants} shown={shown} phase={live.phase} />
      <main className="mx-auto w-full max-w-[86rem] space-y-4 px-3 pt-4 pb-12 sm:px-6 sm:pt-5">
        {error && !ended && <ErrorNote error={error} onRetry={refetch} />}
        {!shown && !error && <FiguresSkeleton />}
        {shown && shown.firstRequestYet && <FirstRequest />}
        {shown && !shown.firstRequestYet && (
          <Figures shown={shown} scope={scope} change={change} loadingOther={isPlaceholderData} />
        )}
      </main>
    </>
  );
}
