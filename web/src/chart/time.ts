// The time axis of a chart.
import type { Window } from "../api/types.ts";
import { bucketTick } from "../time/format.ts";
import { PLAIN_AXIS } from "./axis.ts";

const TICKS = 8;
const QUARTERS_AN_HOUR = 4;

/** Anything that is drawn over time. */
export interface Series {
  grain: Window;
  buckets: readonly { start: string }[];
}

/** Which buckets are named on the axis: evenly spaced, and on whole hours where there are quarters. */
export function timeTicks({ buckets, grain }: Series): string[] {
  const spread = Math.ceil(buckets.length / TICKS);
  const every = grain === "quarter" ? Math.ceil(spread / QUARTERS_AN_HOUR) * QUARTERS_AN_HOUR : spread;
  return buckets.filter((_, index) => index % every === 0).map((bucket) => bucket.start);
}

/** The axis of a series whose rows have a `start`. */
export function timeAxis(series: Series, tz: string) {
  return {
    ...PLAIN_AXIS,
    dataKey: "start",
    ticks: timeTicks(series),
    tickFormatter: (start: string) => bucketTick(start, series.grain, tz),
    minTickGap: 16,
    tickMargin: 6,
  };
}

/** Where a bucket ends: where the next begins, or, for the last, the span. */
export function endOf({ buckets }: Series, index: number, spanEnd: string): string {
  return buckets[index + 1]?.start ?? spanEnd;
}
