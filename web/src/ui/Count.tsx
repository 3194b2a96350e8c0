// A count: short where it is large, exact in its tooltip, and as it came for whoever holds the page against the API.
import { count, countShort } from "../figures/number.ts";

interface CountProps {
  value: number;
  /** What is counted, for the tooltip. */
  of?: string;
  /** Whether every digit stands there, however large it is. */
  whole?: boolean;
}

export function Count({ value, of, whole = false }: CountProps) {
  return (
    <span className="figure" data-count={value} title={of === undefined ? count(value) : `${count(value)} ${of}`}>
      {whole ? count(value) : countShort(value)}
    </span>
  );
}
