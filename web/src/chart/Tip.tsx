// What a chart says of the point under the pointer: its name, and a line a figure.
import type { ReactNode } from "react";

export function Tip({ title, children, note }: { title: string; children: ReactNode; note?: string }) {
  return (
    <div className="min-w-52 rounded-lg bg-surface px-3 py-2.5 text-xs shadow-float">
      <p className="mb-1.5 font-medium">{title}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-0.5">{children}</dl>
      {note !== undefined && <p className="mt-1.5 text-2xs text-faint">{note}</p>}
    </div>
  );
}

interface TipLineProps {
  label: string;
  /** What the line is drawn with in the chart. */
  mark?: ReactNode;
  children: ReactNode;
}

export function TipLine({ label, mark, children }: TipLineProps) {
  return (
    <>
      <dt className="flex items-center gap-2 text-muted">
        {mark !== undefined && <span className="flex w-2.5 items-center justify-center">{mark}</span>}
        {label}
      </dt>
      <dd className="figure text-right font-medium">{children}</dd>
    </>
  );
}
