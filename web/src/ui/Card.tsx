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
  /** Whether it begins below the first screen: until it comes near to sight it is not painted. */
  below?: boolean;
}

/** Its height is a guess until it was seen once. */
const BELOW = "[contain-intrinsic-block-size:auto_60rem] [content-visibility:auto]";

export function Card({ title, aside, children, className = "", flush = false, below = false }: CardProps) {
  return (
    <section className={`rounded-xl bg-surface shadow-card ${below ? BELOW : ""} ${className}`}>
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
