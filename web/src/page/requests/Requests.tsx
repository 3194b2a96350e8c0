// The requests page: the rows behind any figure, read when asked for, so that none moves while it is read.
import { useNewer, useRows, useRowsAnew } from "../../api/events.ts";
import { useLatest } from "../../ui/useLatest.ts";
import { withOwn } from "../../url/own.ts";
import type { PageProps } from "../Around.ts";
import { ExportsButton } from "../exports/ExportsButton.tsx";
import { Page } from "../Page.tsx";
import { OpenedRequest } from "./OpenedRequest.tsx";
import { RowsCard } from "./RowsCard.tsx";

export default function Requests({ around }: PageProps) {
  const { scope, change } = around;
  const query = useRows(scope);
  const newer = useNewer(scope, query.isPlaceholderData ? undefined : query.data);
  const anew = useRowsAnew(scope);
  const open = scope.own.event ?? null;
  // The same function whatever the address says, so that no row is drawn anew for it.
  const at = useLatest(scope);
  const toggle = (eventId: string) => {
    change({ own: withOwn(at(), "event", at().own.event === eventId ? null : eventId) });
  };
  return (
    <Page around={around} query={query}>
      {(rows) => (
        <>
          {open !== null && !rows.items.some((row) => row.event_id === open) && (
            <OpenedRequest
              key={open}
              id={open}
              around={around}
              scope={scope}
              tz={rows.period.tz}
              onClose={() => {
                toggle(open);
              }}
            />
          )}
          <RowsCard
            rows={rows}
            scope={scope}
            change={change}
            open={open}
            onToggle={toggle}
            newer={newer}
            onNewer={() => void anew()}
            onMore={query.hasNextPage ? () => void query.fetchNextPage() : null}
            reading={query.isFetchingNextPage}
            actions={<ExportsButton scope={scope} rows={rows} />}
          />
        </>
      )}
    </Page>
  );
}
