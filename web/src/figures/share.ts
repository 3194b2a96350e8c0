// Parts of a whole.

/** `part` of `whole` in percent; null where there is no whole. */
export function partPercent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}
