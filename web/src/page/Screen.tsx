// Whoever is signed in, on the page of the address, with one live connection for all pages.
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useCallback } from "react";
import { FIGURES } from "../api/figures.ts";
import { SESSION } from "../api/session.ts";
import { useFollow } from "../live/useFollow.ts";
import { useLive } from "../live/useLive.ts";
import { Skeleton } from "../ui/Skeleton.tsx";
import type { Around } from "./Around.ts";
import { Content } from "./frame/Content.tsx";
import { Frame } from "./frame/Frame.tsx";
import { SCREENS } from "./pages.tsx";

export function Screen(given: Omit<Around, "live" | "refetch" | "signedOut">) {
  const client = useQueryClient();
  const refetch = useCallback(() => void client.invalidateQueries({ queryKey: FIGURES }), [client]);
  const signedOut = useCallback(() => void client.setQueryData(SESSION, null), [client]);
  const live = useLive(given.scope, refetch, signedOut);
  useFollow(live.update, refetch);
  const around: Around = { ...given, live, refetch, signedOut };
  const Page = SCREENS[given.scope.page];
  const opening = (
    <Content shown={null}>
      <Skeleton className="h-[36rem] w-full rounded-xl" />
    </Content>
  );
  return (
    <Frame around={around}>
      <Suspense fallback={opening}>
        <Page around={around} />
      </Suspense>
    </Frame>
  );
}
