// The rates of a tier, a cell for each class of tokens.
import type { RatesBody } from "../../../api/types.ts";
import { FigureCell } from "../../../ui/FigureCell.tsx";
import { Money } from "../../../ui/Money.tsx";
import { CLASSES } from "./classes.ts";

interface RateCellsProps {
  /** Null where no price is in force. */
  rates: RatesBody | null;
  /** What a dash means. */
  unknown?: string;
}

export function RateCells({ rates, unknown = "Not offered, or not known: requests with such tokens have no cost" }: RateCellsProps) {
  return CLASSES.map(({ field }) => (
    <FigureCell key={field}>
      <Money value={rates?.[field] ?? null} exact unknown={unknown} />
    </FigureCell>
  ));
}
