// One of the live band's figures: what it is, the figure large, and what must be known of it below.
import type { ReactNode } from "react";

export function Figure({ label, note, children }: { label: ReactNode; note: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 xl:border-l xl:border-line xl:pl-6">
      <div className="text-dense text-muted">{label}</div>
      <p className="mt-1.5 text-[1.625rem] leading-8 font-semibold tracking-[-0.025em]">{children}</p>
      <p className="mt-1.5 text-xs text-faint">{note}</p>
    </div>
  );
}
