// A cell of a table that holds a figure: at the right, digit under digit.
import type { ReactNode } from "react";

interface FigureCellProps {
  /** Whether the figure calls for attention. */
  warn?: boolean;
  /** Only where there is room. */
  wide?: boolean;
  title?: string;
  children: ReactNode;
}

export function FigureCell({ warn = false, wide = false, title, children }: FigureCellProps) {
  return (
    <td title={title} className={`figure px-3 py-2 text-right last:sm:pr-5 ${warn ? "text-warn" : ""} ${wide ? "hidden sm:table-cell" : ""}`}>
      {children}
    </td>
  );
}
