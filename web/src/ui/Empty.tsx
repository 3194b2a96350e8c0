// What stands where there is nothing yet: what would be here, and the next step.
import type { ReactNode } from "react";

interface EmptyProps {
  title: string;
  /** What to do so that there is something. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function Empty({ title, children, action, className = "min-h-48" }: EmptyProps) {
  return (
    <div className={`flex flex-col items-center justify-center gap-2 rounded-lg bg-ground px-6 py-8 text-center ${className}`}>
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-md text-dense text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
