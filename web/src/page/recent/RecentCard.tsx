// The newest requests, arriving live.
import { useCallback, useState } from "react";
import type { EventRow } from "../../api/types.ts";
import { Card } from "../../ui/Card.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { RequestsTable } from "../requests/RequestsTable.tsx";
import { RowsLink } from "../requests/RowsLink.tsx";
import { useArrivals } from "./useArrivals.ts";

interface RecentCardProps {
  rows: EventRow[];
  tz: string;
  scope: Scope;
}

export function RecentCard({ rows, tz, scope }: RecentCardProps) {
  const [open, setOpen] = useState<string | null>(null);
  const arrived = useArrivals(rows);
  const toggle = useCallback((eventId: string) => {
    setOpen((now) => (now === eventId ? null : eventId));
  }, []);
  // Days that were chosen may be over; the newest requests are of today.
  const current: Scope = typeof scope.range === "string" ? scope : { ...scope, range: "today" };
  return (
    <Card
      title="Recent requests"
      aside={
        <>
          newest first, whatever the period; <RowsLink to={rowsOf(scope)}>all of the period</RowsLink>
        </>
      }
      flush
      below
    >
      <RequestsTable rows={rows} tz={tz} scope={current} arrived={arrived} open={open} onToggle={toggle} testId="recent" />
    </Card>
  );
}
