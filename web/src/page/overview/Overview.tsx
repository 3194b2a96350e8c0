// The first screen: joins what the API answered for the period with what the socket says now.
import { useDashboard } from "../../api/dashboard.ts";
import type { LiveSnapshot } from "../../live/socket.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { FirstRequest } from "../empty/FirstRequest.tsx";
import { Figures } from "../Figures.tsx";
import { Frame, type Around } from "../Frame.tsx";
import { join } from "../join.ts";
import { FiguresSkeleton } from "../ScreenSkeleton.tsx";
import { useEnded } from "../useEnded.ts";

interface OverviewProps {
  around: Around;
  live: LiveSnapshot;
  refetch: () => void;
  signedOut: () => void;
}

export function Overview({ around, live, refetch, signedOut }: OverviewProps) {
  const { scope, change } = around;
  const { data, error, isPlaceholderData } = useDashboard(scope);
  const ended = useEnded(error, signedOut);
  const shown = data ? join(data, live) : null;
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
