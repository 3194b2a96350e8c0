// A rule's figure over time as positions for the chart: pixels only, the exact decimal beside them.
import type { AlertMetric, AlertPoint } from "../../../api/types.ts";
import { countScale, moneyScale } from "../../../chart/axis.ts";
import { countShort, duration } from "../../../figures/number.ts";
import { parsePico, parsePicoOrNull, type Pico, toPixels } from "../../../money/pico.ts";
import { niceTicks } from "../../../money/ticks.ts";
import { METRIC_FACTS } from "../metric.ts";

export interface FigureRow {
  atMs: number;
  /** Null where there was too little data to tell. */
  position: number | null;
  point: AlertPoint;
}

/** The place of a figure on the axis of its metric. */
export function positionOf(metric: AlertMetric, decimal: string): number {
  const position = toPixels(parsePico(decimal));
  return METRIC_FACTS[metric].unit === "percent" ? position * 100 : position;
}

/** The looks, in order. */
export function figureRows(metric: AlertMetric, points: readonly AlertPoint[]): FigureRow[] {
  return points.map((point) => ({
    atMs: Date.parse(point.at),
    position: point.value === null ? null : positionOf(metric, point.value),
    point,
  }));
}

/** The axis that holds every figure and the bounds. */
export function figureScale(metric: AlertMetric, points: readonly AlertPoint[], bounds: readonly string[]) {
  const decimals = [...bounds, ...points.map(({ value }) => value)];
  const { unit } = METRIC_FACTS[metric];
  if (unit === "usd") {
    const most = decimals.reduce<Pico>((found, decimal) => {
      const pico = parsePicoOrNull(decimal) ?? 0n;
      return pico > found ? pico : found;
    }, 0n);
    return moneyScale(niceTicks(0n, most, 4));
  }
  const positions = decimals.map((decimal) => (decimal === null ? null : positionOf(metric, decimal)));
  return countScale(positions, unit === "percent" ? percentLabel : unit === "ms" ? duration : countLabel);
}

/** Steps are round, but sums of them are not: `0.3`, not `0.30000000000000004`. */
function percentLabel(position: number): string {
  return `${Number(position.toPrecision(6))}%`;
}

/** There is no half a request. */
function countLabel(position: number): string {
  return Number.isInteger(position) ? countShort(position) : "";
}
