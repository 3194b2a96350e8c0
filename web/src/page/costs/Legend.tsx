// What the bars and marks of the cost chart are.
import type { ReactNode } from "react";

export function Legend() {
  return (
    <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      <Key mark={<span className="size-2.5 rounded-xs bg-cost" />}>Cost of requests with a baseline</Key>
      <Key mark={<span className="size-2.5 rounded-xs bg-cost-soft" />}>Cost of the others</Key>
      <Key mark={<span className="h-0.5 w-3.5 rounded-full bg-baseline-mark" />}>Baseline</Key>
    </ul>
  );
}

function Key({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      {mark}
      {children}
    </li>
  );
}
