// Exact money: the API's decimal strings as whole pico-dollars. No money passes through a float.

/** Whole pico-dollars: 10⁻¹² US dollars, the finest unit the ledger keeps. */
export type Pico = bigint;

/** Nothing. By name, because React's compiler does not read the literal in a component. */
export const ZERO: Pico = 0n;

export const DECIMALS = 12;
const ONE_USD: Pico = 10n ** BigInt(DECIMALS);
const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,12}))?$/;

/** Reads a decimal string of the API, such as `-12.3456789`. Throws on anything else: a wrong figure must not show. */
export function parsePico(decimal: string): Pico {
  const match = DECIMAL.exec(decimal);
  if (!match) throw new RangeError("An amount of money is not a decimal with at most 12 places.");
  const [, sign, whole = "0", fraction = ""] = match;
  const magnitude = BigInt(whole) * ONE_USD + BigInt(fraction.padEnd(DECIMALS, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

/** The same with unknown kept unknown. */
export function parsePicoOrNull(decimal: string | null | undefined): Pico | null {
  return decimal === null || decimal === undefined ? null : parsePico(decimal);
}

/** Writes a decimal as the API does, every digit and no more: what `parsePico` reads back. */
export function writePico(pico: Pico): string {
  const size = magnitude(pico);
  const fraction = (size % ONE_USD).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  return `${pico < 0n ? "-" : ""}${size / ONE_USD}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The size without the sign. */
export function magnitude(pico: Pico): Pico {
  return pico < 0n ? -pico : pico;
}

/** Whole dollars as pico-dollars. */
export function dollars(whole: bigint): Pico {
  return whole * ONE_USD;
}

/** A position on a chart's axis, in dollars: for pixels only, never for a figure that is read. */
export function toPixels(pico: Pico): number {
  return Number(pico) / 1e12;
}

/** `part` of `whole` in [0, 1], for the length of a bar only. */
export function shareForPixels(part: Pico, whole: Pico): number {
  if (whole === 0n) return 0;
  return Math.min(1, Number((magnitude(part) * 10_000n) / magnitude(whole)) / 10_000);
}
