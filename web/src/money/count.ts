// What a counter shows on its way from one settled figure to the next.
import type { Pico } from "./pico.ts";

const PARTS = 1_000_000n;

/**
 * The amount to show when `progress` in [0, 1] of the way is done. A counter is never ahead of the settled figure:
 * it climbs towards a higher one, and takes a lower one at once.
 */
export function countTowards(from: Pico, settled: Pico, progress: number): Pico {
  if (settled <= from || progress >= 1) return settled;
  if (!(progress > 0)) return from;
  return from + ((settled - from) * BigInt(Math.floor(progress * Number(PARTS)))) / PARTS;
}

/** Fast at first and slow to the end, so that the last digits can be read as they settle. */
export function easeOut(progress: number): number {
  const left = 1 - Math.min(1, Math.max(0, progress));
  return 1 - left * left * left;
}
