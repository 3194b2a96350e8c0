// How a figure differs from the period before it.
import { count, percent } from "../figures/number.ts";

interface DeltaProps {
  /** In percent; null where the period before has nothing to compare with. */
  value: number | null;
  /** Whether more is better, worse, or neither. */
  more: "better" | "neither";
  /** The period it is compared with, for the tooltip. */
  against: string;
}

export function Delta({ value, more, against }: DeltaProps) {
  if (value === null) {
    return (
      <span className="text-2xs text-faint" title={`Nothing to compare with in ${against}`}>
        none before
      </span>
    );
  }
  const tone = more === "neither" || value === 0 ? "text-muted" : value > 0 ? "text-gain" : "text-loss";
  return (
    <span className={`figure text-2xs ${tone}`} title={`${percent(value)} against ${against}`}>
      {words(value)}
    </span>
  );
}

function words(value: number): string {
  if (value === 0) return "no change";
  const size = Math.abs(value);
  return `${value > 0 ? "\u2191" : "\u2193"} ${size >= 100 ? `${count(size)}%` : percent(size, 1)}`;
}
