// A cell of a table that holds a figure: at the right, digit under digit, and below it what it is of.
import type { ReactNode } from "react";

interface FigureCellProps {
  /** Whether the figure calls for attention. */
  warn?: boolean;
  /** Only where there is room. */
  wide?: boolean;
  title?: string;
  /** Stands small below the figure. */
  note?: ReactNode;
  children: ReactNode;
}

export function FigureCell({ warn = false, wide = false, title, note, children }: FigureCellProps) {
  return (
    <td
      title={title}
      className={`figure px-3 py-2 text-right align-top last:sm:pr-5 ${warn ? "text-warn" : ""} ${wide ? "hidden sm:table-cell" : ""}`}
    >
      {children}
      {note !== undefined && <div className="text-2xs leading-4 text-faint">{note}</div>}
    </td>
  );
}
