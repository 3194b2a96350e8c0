// Requests as a table, newest first: the same on the first screen and where all of them are.
import { useEffect, useState } from "react";
import type { EventRow } from "../../api/types.ts";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import type { Scope } from "../../url/scope.ts";
import { RequestDetails } from "./RequestDetails.tsx";
import { RequestRow } from "./RequestRow.tsx";

interface RequestsTableProps {
  rows: readonly EventRow[];
  tz: string;
  /** The range and the tenant in which the open row's links look; its range holds the rows. */
  scope: Scope;
  /** Rows that arrived while the table was open. */
  arrived?: ReadonlySet<string>;
  /** Whether the rows are of several days. */
  dated?: boolean;
  /** The id of the row that is open. */
  open: string | null;
  /** Opens a row, or closes it; should be stable, as every row has it. */
  onToggle: (eventId: string) => void;
  testId: string;
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

export function RequestsTable({ rows, tz, scope, arrived, dated = false, open, onToggle, testId }: RequestsTableProps) {
  const [openAtFirst] = useState(open);
  useEffect(() => {
    if (openAtFirst !== null) document.querySelector(`[data-event="${CSS.escape(openAtFirst)}"]`)?.scrollIntoView({ block: "center" });
  }, [openAtFirst]);
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-dense sm:min-w-[44rem]" data-testid={testId}>
        <TableHead columns={COLUMNS} />
        <tbody>
          {rows.map((row) => (
            <RequestRow
              key={row.event_id}
              row={row}
              tz={tz}
              dated={dated}
              isNew={arrived?.has(row.event_id) ?? false}
              onToggle={onToggle}
              details={open === row.event_id ? <RequestDetails row={row} tz={tz} scope={scope} /> : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
