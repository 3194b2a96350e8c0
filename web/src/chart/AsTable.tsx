// A chart's figures as a table, for whoever reads rather than looks; closed until it is asked for.
import { type ReactNode, useState } from "react";
import { type Column, TableHead } from "../ui/TableHead.tsx";

interface AsTableProps {
  testId?: string;
  /** What the table is of. */
  label: string;
  columns: readonly Column[];
  /** The rows, made only while the table is open. */
  rows: () => ReactNode;
}

export function AsTable({ testId, label, columns, rows }: AsTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="mt-3"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className="w-fit cursor-pointer text-xs text-muted hover:text-ink">The chart in figures</summary>
      {open && (
        <div role="region" aria-label={label} tabIndex={0} className="mt-2 max-h-80 overflow-auto rounded-lg bg-ground">
          <table className="w-full min-w-[30rem] text-xs" data-testid={testId}>
            <TableHead columns={columns} />
            <tbody>{rows()}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}
