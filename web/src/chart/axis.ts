// How every chart is measured: margins, the look of its axes, and the amounts on them.
import { countShort } from "../figures/number.ts";
import type { Pico } from "../money/pico.ts";
import { toPixels } from "../money/pico.ts";
import { tickLabel } from "../money/ticks.ts";

export const TICK = { fontSize: 11, fill: "var(--faint)" };
export const AXIS_WIDTH = 56;
export const MARGIN = { top: 8, right: 4, bottom: 0, left: 0 };
export const CURSOR = { fill: "var(--sunken)" };
export const LINE_CURSOR = { stroke: "var(--line-strong)" };

/** What both axes have in common. */
export const PLAIN_AXIS = { tick: TICK, axisLine: false, tickLine: false } as const;

interface Scale {
  ticks: number[];
  interval: 0;
  domain: [number, number];
  tickFormatter: (position: number) => string;
}

/** An axis of money from its ticks, which are round amounts in order. */
export function moneyScale(ticks: readonly Pico[]): Scale {
  const positions = ticks.map(toPixels);
  const labels = new Map(ticks.map((tick) => [toPixels(tick), tickLabel(tick, ticks)]));
  return { ...scaleOf(positions), tickFormatter: (position) => labels.get(position) ?? "" };
}

/** An axis from zero that holds every value; `label` says how they are written. */
export function countScale(values: readonly (number | null)[], label: (value: number) => string = countShort): Scale {
  const most = values.reduce<number>((found, value) => Math.max(found, value ?? 0), 0);
  const step = roundStep(most / 4);
  const positions = Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
  return { ...scaleOf(positions), tickFormatter: label };
}

function scaleOf(positions: number[]): Omit<Scale, "tickFormatter"> {
  const low = positions[0] ?? 0;
  const high = positions.at(-1) ?? 0;
  return { ticks: positions, interval: 0, domain: [low, high === low ? low + 1 : high] };
}

/** The next step of 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10;
  return step * power;
}
