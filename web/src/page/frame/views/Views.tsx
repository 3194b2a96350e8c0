// Saved views behind a button: the way to each, and keeping what is shown now.
import { Bookmark } from "lucide-react";
import { useViews } from "../../../api/views.ts";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import type { Scope } from "../../../url/scope.ts";
import { SaveView } from "./SaveView.tsx";
import { ViewLine } from "./ViewLine.tsx";

export function Views({ scope }: { scope: Scope }) {
  return (
    <Popover
      label="Views"
      opener={(props) => (
        <button type="button" {...props} className="flex items-center gap-1 rounded-md py-1 text-xs text-muted hover:text-ink">
          <Bookmark aria-hidden className="size-3.5" strokeWidth={1.75} />
          Views
        </button>
      )}
    >
      {(close) => <ViewList scope={scope} onGo={close} />}
    </Popover>
  );
}

function ViewList({ scope, onGo }: { scope: Scope; onGo: () => void }) {
  const { data, error, refetch } = useViews(scope.tenantId);
  return (
    <div className="space-y-3">
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-16 w-full" />}
      {data?.items.length === 0 && (
        <p className="text-dense text-muted">No views yet. A view is a name for what is shown: the page, its range, filters and choices. Everyone with this tenant{"\u2019"}s key sees it.</p>
      )}
      {data && data.items.length > 0 && (
        <ul aria-label="Saved views" className="-mx-2 max-h-72 overflow-y-auto">
          {data.items.map((view) => (
            <ViewLine key={view.id} view={view} scope={scope} onGo={onGo} />
          ))}
        </ul>
      )}
      <SaveView scope={scope} />
    </div>
  );
}
