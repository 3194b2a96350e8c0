// Buttons, in the page's two weights.
import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  weight?: "solid" | "quiet";
}

const WEIGHTS = {
  solid: "bg-ink text-ground hover:opacity-90 disabled:opacity-50",
  quiet: "bg-surface text-ink shadow-card hover:bg-hover disabled:opacity-50",
};

export function Button({ weight = "quiet", className = "", ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`rounded-lg px-3 py-1.5 text-dense font-medium transition-colors ${WEIGHTS[weight]} ${className}`}
    />
  );
}
