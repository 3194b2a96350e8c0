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
  /** Cost in the same place of the second span; null without one. */
  before: number | null;
  bucket: CostBucket;
  beforeBucket: CostBucket | null;
}

/**
 * The rows in time order. Buckets that have not begun stay on the axis with nothing drawn. `second` holds the buckets of the
 * span to compare with, which stand in the same places.
 */
export function chartRows(series: CostSeries, asOf: string, second: readonly CostBucket[] = []): ChartRow[] {
  const nowMs = Date.parse(asOf);
  return series.buckets.map((bucket, index) => {
    const beforeBucket = second[index] ?? null;
    const earlier = parsePicoOrNull(beforeBucket?.cost_usd);
    const compared = { before: earlier === null ? null : toPixels(earlier), beforeBucket };
    if (Date.parse(bucket.start) > nowMs || bucket.requests === 0) {
      return { start: bucket.start, covered: null, other: null, baseline: null, gain: null, loss: null, bucket, ...compared };
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
      ...compared,
    };
  });
}

/** The cost axis: round amounts that hold every cost and baseline, and every cost of the second span. */
export function costTicks(series: CostSeries, second: readonly CostBucket[] = []): Pico[] {
  const amounts = series.buckets.flatMap(({ cost_usd, baseline_usd }) => [cost_usd, baseline_usd]);
  amounts.push(...second.map(({ cost_usd }) => cost_usd));
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
