// Round amounts for a chart's axis, found in exact arithmetic so that a label never shows a float's tail.
import { formatUsd } from "./format.ts";
import { DECIMALS, magnitude, type Pico } from "./pico.ts";

/** Round, evenly spaced amounts that enclose `low` and `high`, and 0; about `wanted` of them. */
export function niceTicks(low: Pico, high: Pico, wanted: number): Pico[] {
  const bottom = low < 0n ? low : 0n;
  const top = high > 0n ? high : 0n;
  if (bottom === top) return [0n];
  const step = niceStep((top - bottom) / BigInt(wanted) + 1n);
  const ticks: Pico[] = [];
  for (let at = floorTo(bottom, step); at < top + step; at += step) {
    ticks.push(at);
    if (at >= top) break;
  }
  return ticks;
}

/** Labels one tick with the places its neighbours need. */
export function tickLabel(tick: Pico, ticks: readonly Pico[]): string {
  const [first = 0n, second = first] = ticks;
  const step = magnitude(second - first);
  let digits = 0;
  while (digits < DECIMALS && step > 0n && step % 10n ** BigInt(DECIMALS - digits) !== 0n) digits += 1;
  return formatUsd(tick, { digits: tick === 0n ? 0 : digits === 1 ? 2 : digits });
}

function niceStep(atLeast: Pico): Pico {
  let power = 1n;
  while (power * 10n < atLeast) power *= 10n;
  for (const factor of [1n, 2n, 5n, 10n]) {
    if (power * factor >= atLeast) return power * factor;
  }
  return power * 10n;
}

function floorTo(value: Pico, step: Pico): Pico {
  const rest = value % step;
  return rest < 0n ? value - rest - step : value - rest;
}
