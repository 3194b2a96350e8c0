// One button of a group of which one is pressed.
import type { ComponentProps } from "react";

interface ChoiceProps extends ComponentProps<"button"> {
  pressed: boolean;
}

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
