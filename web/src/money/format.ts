// How money is written: rounded only here, and always from the exact figure.
import { DECIMALS, dollars, magnitude, parsePico, type Pico } from "./pico.ts";

const MINUS = "\u2212";
const GROUPS = /\B(?=(\d{3})+(?!\d))/g;

/** Where the digits that are not shown go: to the nearest (a half away from zero), or down to the lesser amount. */
export type Rounding = "nearest" | "floor";

export interface MoneyStyle {
  /** Decimal places. */
  digits: number;
  rounding?: Rounding;
  /** Whether a plus stands before gains. */
  plus?: boolean;
}

/** Rounds to `digits` places; the answer counts units of the last place. */
export function roundPico(pico: Pico, digits: number, rounding: Rounding = "nearest"): bigint {
  const unit = 10n ** BigInt(DECIMALS - digits);
  const size = magnitude(pico);
  const cut = size / unit;
  const rest = size % unit;
  const negative = pico < 0n;
  const up = rounding === "nearest" ? rest * 2n >= unit && rest > 0n : negative && rest > 0n;
  const rounded = up ? cut + 1n : cut;
  return negative ? -rounded : rounded;
}

/** Writes an amount with a fixed number of places: `−$1,234.50`. */
export function formatUsd(pico: Pico, style: MoneyStyle): string {
  const units = roundPico(pico, style.digits, style.rounding);
  const text = magnitude(units).toString().padStart(style.digits + 1, "0");
  const whole = text.slice(0, text.length - style.digits).replace(GROUPS, ",");
  const fraction = style.digits > 0 ? `.${text.slice(-style.digits)}` : "";
  const sign = units < 0n ? MINUS : style.plus === true && units > 0n ? "+" : "";
  return `${sign}$${whole}${fraction}`;
}

/** As many places as an amount of this size needs to say something. */
export function digitsFor(pico: Pico): number {
  const size = magnitude(pico);
  if (size === 0n || size >= dollars(1n)) return 2;
  if (size >= dollars(1n) / 100n) return 4;
  return 6;
}

/** Writes an amount at the places that suit its size; what is too small to show is never written as zero. */
export function formatUsdAdaptive(pico: Pico, plus = false): string {
  const digits = digitsFor(pico);
  if (pico !== 0n && roundPico(pico, digits) === 0n) return `${pico < 0n ? MINUS : ""}<$0.000001`;
  return formatUsd(pico, { digits, plus });
}

/** Writes every digit there is, at least two places: what a tooltip shows. */
export function formatUsdExact(pico: Pico): string {
  const [head = "", fraction = ""] = formatUsd(pico, { digits: DECIMALS }).split(".");
  return `${head}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`;
}

/** Writes a number that is no money, such as a share, with every digit it has: `1,234.5`. */
export function formatDecimal(pico: Pico): string {
  return formatUsdExact(pico).replace("$", "").replace(/\.?0+$/, "");
}

/** The API's decimal with every digit it has; unknown is a dash. */
export function exactUsd(value: string | null): string {
  return value === null ? "\u2014" : formatUsdExact(parsePico(value));
}
