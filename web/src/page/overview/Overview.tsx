// The first screen: joins what the API answered for the period with what the socket says now.
import { useDeferredValue } from "react";
import { useDashboard } from "../../api/dashboard.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import type { PageProps } from "../Around.ts";
import { FirstRequest } from "../empty/FirstRequest.tsx";
import { Figures } from "../Figures.tsx";
import { Frame } from "../frame/Frame.tsx";
import { join } from "../join.ts";
import { FiguresSkeleton } from "../ScreenSkeleton.tsx";
import { useEnded } from "../useEnded.ts";

export function Overview({ around }: PageProps) {
  const { scope, change, live, refetch, signedOut } = around;
  const { data, error, isPlaceholderData } = useDashboard(scope);
  const ended = useEnded(error, signedOut);
  const joined = data ? join(data, live) : null;
  // As on other pages, what is pressed comes before what is drawn.
  const shown = useDeferredValue(joined);
  return (
    <Frame around={around} shown={shown}>
      {error && !ended && <ErrorNote error={error} onRetry={refetch} />}
      {!shown && !error && <FiguresSkeleton />}
      {shown && shown.firstRequestYet && <FirstRequest />}
      {shown && !shown.firstRequestYet && (
        <Figures shown={shown} scope={scope} change={change} loadingOther={isPlaceholderData} />
      )}
    </Frame>
  );
}
