// The first screen: joins what the API answered for the period with what the socket says now.
import { useDashboard } from "../../api/dashboard.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import type { PageProps } from "../Around.ts";
import { FirstRequest } from "../empty/FirstRequest.tsx";
import { Figures } from "../Figures.tsx";
import { Content } from "../frame/Content.tsx";
import { join } from "../join.ts";
import { FiguresSkeleton } from "../ScreenSkeleton.tsx";
import { useEnded } from "../useEnded.ts";

export function Overview({ around }: PageProps) {
  const { scope, change, live, refetch, signedOut } = around;
  const { data, error, isPlaceholderData } = useDashboard(scope);
  const ended = useEnded(error, signedOut);
  const shown = data ? join(data, live) : null;
  return (
    <Content shown={shown}>
      {error && !ended && <ErrorNote error={error} onRetry={refetch} />}
      {!shown && !error && <FiguresSkeleton />}
      {shown && shown.firstRequestYet && <FirstRequest />}
      {shown && !shown.firstRequestYet && (
        <Figures shown={shown} scope={scope} change={change} loadingOther={isPlaceholderData} />
      )}
    </Content>
  );
}
