// A table of settings: its head, its rows, and a word where the list goes on beyond what is shown.
import type { ReactNode } from "react";
import { type Column, TableHead } from "../../ui/TableHead.tsx";

interface TableProps {
  label: string;
  columns: readonly Column[];
  /** Said below the rows. */
  note?: ReactNode;
  children: ReactNode;
}

export function Table({ label, columns, note, children }: TableProps) {
  return (
    <div>
      <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-dense">
          <TableHead columns={columns} sticky />
          {children}
        </table>
      </div>
      {note !== undefined && <p className="border-t border-line px-4 py-2 text-2xs text-faint sm:px-5">{note}</p>}
    </div>
  );
}

interface NameCellProps {
  /** Whether it is over: a tenant that was closed, a key that was revoked. */
  past?: boolean;
  children: ReactNode;
}

/** The first cell of a row: what the row is about. It stays in sight while the others are scrolled. */
export function NameCell({ past = false, children }: NameCellProps) {
  return (
    <th scope="row" className={`sticky left-0 max-w-56 min-w-36 bg-surface px-3 py-2 pl-4 text-left align-top sm:max-w-72 sm:pl-5 ${past ? "font-normal text-muted" : "font-medium"}`}>
      {children}
    </th>
  );
}

/** A cell of words. */
export function WordsCell({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <td title={title} className="px-3 py-2 align-top whitespace-nowrap text-muted">
      {children}
    </td>
  );
}

/** The last cell: what can be done with the row. */
export function ActsCell({ children }: { children: ReactNode }) {
  return (
    <td className="px-3 py-1.5 text-right align-top sm:pr-5">
      <div className="flex justify-end gap-1.5">{children}</div>
    </td>
  );
}
