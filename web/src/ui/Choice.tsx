// A group of buttons of which one is pressed.
import type { ComponentProps, ReactNode } from "react";

/** The group; where it does not fit, it scrolls. */
export function ChoiceGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="flex max-w-full shrink-0 overflow-x-auto rounded-lg bg-sunken p-0.5">
      {children}
    </div>
  );
}

interface ChoiceProps extends ComponentProps<"button"> {
  pressed: boolean;
}

/** One of its buttons. */
export function Choice({ pressed, ...rest }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      {...rest}
      className={`rounded-md px-2 py-1 text-xs font-medium whitespace-nowrap transition-colors sm:px-2.5 ${
        pressed ? "bg-surface text-ink shadow-card" : "text-muted hover:text-ink"
      }`}
    />
  );
}
