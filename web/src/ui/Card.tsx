// The surface everything stands on.
import type { ReactNode } from "react";

interface CardProps {
  title?: ReactNode;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Whether the content brings its own padding, as tables do. */
  flush?: boolean;
}

export function Card({ title, aside, children, className = "", flush = false }: CardProps) {
  return (
    <section className={`rounded-xl bg-surface shadow-card ${className}`}>
      {title !== undefined && (
        <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2 sm:px-5">
          <h2 className="text-sm font-semibold tracking-[-0.01em]">{title}</h2>
          {aside !== undefined && <div className="text-xs text-muted">{aside}</div>}
        </header>
      )}
      <div className={flush ? "overflow-hidden rounded-b-xl" : `px-4 pb-4 sm:px-5 sm:pb-5 ${title === undefined ? "pt-4 sm:pt-5" : ""}`}>{children}</div>
    </section>
  );
}
