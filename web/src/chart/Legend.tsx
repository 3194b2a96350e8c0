// What the marks of a chart are.
import type { ReactNode } from "react";

export function Legend({ children }: { children: ReactNode }) {
  return <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">{children}</ul>;
}

export function LegendItem({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-center gap-1.5">
      {mark}
      <span className="truncate">{children}</span>
    </li>
  );
}

/** A bar's or an area's colour. */
export function Swatch({ colour }: { colour: string }) {
  return <span aria-hidden className="size-2.5 shrink-0 rounded-xs" style={{ background: colour }} />;
}

/** A line's colour. */
export function Stroke({ colour }: { colour: string }) {
  return <span aria-hidden className="h-0.5 w-3.5 shrink-0 rounded-full" style={{ background: colour }} />;
}
