// Turns the exact series into positions for the chart, keeping the exact bucket beside them for the tooltip.
import type { CostBucket, CostSeries } from "../../api/types.ts";
import { niceTicks } from "../../money/ticks.ts";
import { parsePico, parsePicoOrNull, toPixels, type Pico } from "../../money/pico.ts";

export interface ChartRow {
  start: string;
  /** Cost of the requests with a baseline, in dollars, for pixels only; null where there is nothing to draw. */
  covered: number | null;
  /** Cost of the others. */
  other: number | null;
  baseline: number | null;
  gain: number | null;
  loss: number | null;
  bucket: CostBucket;
}

/** The rows in time order. Buckets that have not begun stay on the axis with nothing drawn. */
export function chartRows(series: CostSeries, asOf: string): ChartRow[] {
  const nowMs = Date.parse(asOf);
  return series.buckets.map((bucket) => {
    if (Date.parse(bucket.start) > nowMs || bucket.requests === 0) {
      return { start: bucket.start, covered: null, other: null, baseline: null, gain: null, loss: null, bucket };
    }
    const cost = parsePicoOrNull(bucket.cost_usd);
    const covered = parsePicoOrNull(bucket.covered_cost_usd) ?? 0n;
    const savings = parsePicoOrNull(bucket.savings_usd);
    const baseline = parsePicoOrNull(bucket.baseline_usd);
    return {
      start: bucket.start,
      covered: cost === null ? null : toPixels(covered),
      other: cost === null ? null : toPixels(cost - covered),
      baseline: baseline === null ? null : toPixels(baseline),
      gain: savings !== null && savings >= 0n ? toPixels(savings) : null,
      loss: savings !== null && savings < 0n ? toPixels(savings) : null,
      bucket,
    };
  });
}

/** The cost axis: round amounts that hold every cost and baseline. */
export function costTicks(series: CostSeries): Pico[] {
  const amounts = series.buckets.flatMap(({ cost_usd, baseline_usd }) => [cost_usd, baseline_usd]);
  return niceTicks(0n, extreme(amounts, 1), 4);
}

/** The savings axis: its losses below zero, its gains above. */
export function savingsTicks(series: CostSeries): Pico[] {
  const amounts = series.buckets.map(({ savings_usd }) => savings_usd);
  return niceTicks(extreme(amounts, -1), extreme(amounts, 1), 2);
}

function extreme(amounts: readonly (string | null)[], direction: 1 | -1): Pico {
  let found = 0n;
  for (const amount of amounts) {
    if (amount === null) continue;
    const pico = parsePico(amount);
    if (direction === 1 ? pico > found : pico < found) found = pico;
  }
  return found;
}
