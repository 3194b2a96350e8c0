// An amount of money: rounded where it stands, exact in its tooltip, a dash where it is not known.
import { formatUsd, formatUsdAdaptive, formatUsdExact } from "../money/format.ts";
import { parsePico, ZERO } from "../money/pico.ts";

interface MoneyProps {
  /** The API's exact decimal. */
  value: string | null;
  /** Decimal places; by size if left out. */
  digits?: number;
  /** Savings: a plus before gains, and losses in their own colour. */
  signed?: boolean;
  /** With every digit there is: for prices, which are compared. */
  exact?: boolean;
  /** What the tooltip says where the amount is not known. */
  unknown?: string;
  className?: string;
}

export function Money({ value, digits, signed = false, exact = false, unknown = "Not known", className = "" }: MoneyProps) {
  if (value === null) {
    return (
      <span className={`figure text-faint ${className}`} title={unknown} data-usd="">
        {"\u2014"}
      </span>
    );
  }
  const pico = parsePico(value);
  const text = exact ? formatUsdExact(pico) : digits === undefined ? formatUsdAdaptive(pico, signed) : formatUsd(pico, { digits, plus: signed });
  const tone = !signed ? "" : pico === ZERO ? "text-faint" : pico > ZERO ? "text-gain" : "text-loss";
  return (
    <span className={`figure ${tone} ${className}`} title={formatUsdExact(pico)} data-usd={value}>
      {text}
    </span>
  );
}
