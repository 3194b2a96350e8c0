// Buttons, in the page's weights.
import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  weight?: "solid" | "quiet" | "small" | "danger";
}

const SIZE = "px-3 py-1.5 text-dense";
const WEIGHTS = {
  solid: `${SIZE} bg-ink text-ground hover:opacity-90`,
  quiet: `${SIZE} bg-surface text-ink shadow-card hover:bg-hover`,
  small: "bg-surface px-2 py-1 text-xs text-ink shadow-card hover:bg-hover",
  danger: `${SIZE} bg-loss-soft text-loss hover:opacity-90`,
};

export function Button({ weight = "quiet", className = "", ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`rounded-lg font-medium whitespace-nowrap transition-colors disabled:opacity-50 ${WEIGHTS[weight]} ${className}`}
    />
  );
}
