// A choice among a few, small enough for a bar.
import type { ComponentProps } from "react";

export function Select({ className = "", ...rest }: ComponentProps<"select">) {
  return (
    <select
      {...rest}
      className={`max-w-44 shrink-0 truncate rounded-md bg-transparent py-1 text-xs text-muted hover:text-ink ${className}`}
    />
  );
}
