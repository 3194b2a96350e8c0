// One figure of a row of figures: what it is, how much, and what stands beside it.
import type { ReactNode } from "react";

interface FactProps {
  label: string;
  aside: ReactNode;
  children: ReactNode;
}

export function Fact({ label, aside, children }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 text-lg leading-6 font-semibold tracking-[-0.02em]">{children}</dd>
      <dd className="leading-4">{aside}</dd>
    </div>
  );
}
