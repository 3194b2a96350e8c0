// How an amount differs from another, in percent: a figure to read, with two decimals, made without floats.
import { magnitude, parsePicoOrNull } from "./pico.ts";

/** What `now` is more than `before`, in percent of `before`; null where either is not known or there was nothing before. */
export function changePercent(now: string | null, before: string | null): number | null {
  const [to, from] = [parsePicoOrNull(now), parsePicoOrNull(before)];
  if (to === null || from === null || from === 0n) return null;
  return Number(((to - from) * 10_000n) / magnitude(from)) / 100;
}

/** The same for counts. */
export function countChange(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 10_000) / 100;
}
