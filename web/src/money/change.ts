// How an amount differs from another, in percent: a figure to read, with two decimals, made without floats.
import { magnitude, parsePicoOrNull } from "./pico.ts";

/** What `now` is more than `before`, in percent of `before`; null where either is not known, or something came of nothing. */
export function changePercent(now: string | null, before: string | null): number | null {
  const [to, from] = [parsePicoOrNull(now), parsePicoOrNull(before)];
  if (to === null || from === null) return null;
  if (from === 0n) return to === 0n ? 0 : null;
  return Number(((to - from) * 10_000n) / magnitude(from)) / 100;
}

/** The same for counts. */
export function countChange(now: number, before: number): number | null {
  if (before === 0) return now === 0 ? 0 : null;
  return Math.round(((now - before) / before) * 10_000) / 100;
}
