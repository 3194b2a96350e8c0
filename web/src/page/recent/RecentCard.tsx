// The newest requests, arriving live.
import { useState } from "react";
import type { EventRow } from "../../api/types.ts";
import { Card } from "../../ui/Card.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { RecentRow } from "./RecentRow.tsx";
import { useArrivals } from "./useArrivals.ts";

interface RecentCardProps {
  rows: EventRow[];
  tz: string;
}

/** On a phone a row is its time, model and cost, the saving under it; the rest stands in its details. */
const COLUMNS: readonly Column[] = [
  { name: "Time", left: true, title: "When the gateway admitted it" },
  { name: "Model", left: true, title: "Who answered, or was asked last" },
  { name: "Tokens", wide: true, title: "Input and output" },
  { name: "Cost" },
  { name: "Saving", wide: true, title: "Against the baseline; a dash where there is no estimate" },
  { name: "Latency", wide: true, title: "From admission to the end; below it, to the first token" },
  { name: "Status", left: true, wide: true },
];

export function RecentCard({ rows, tz }: RecentCardProps) {
  const [open, setOpen] = useState<string | null>(null);
  const arrived = useArrivals(rows);
  return (
    <Card title="Recent requests" aside="newest first, whatever the period; open one for its attempts" flush>
      <div className="overflow-x-auto">
        <table className="w-full text-dense sm:min-w-[44rem]" data-testid="recent">
          <TableHead columns={COLUMNS} />
          <tbody>
            {rows.map((row) => (
              <RecentRow
                key={row.event_id}
                row={row}
                tz={tz}
                isNew={arrived.has(row.event_id)}
                open={open === row.event_id}
                onToggle={() => {
                  setOpen(open === row.event_id ? null : row.event_id);
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
