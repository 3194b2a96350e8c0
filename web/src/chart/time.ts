// The time axis of a chart.
import type { Window } from "../api/types.ts";
import { bucketTick, day, hourMinute } from "../time/format.ts";
import { PLAIN_AXIS } from "./axis.ts";

const TICKS = 8;
const QUARTERS_AN_HOUR = 4;
const BY_THE_CLOCK_MS = 48 * 3_600_000;

/** Anything that is drawn over time. */
export interface Series {
  grain: Window;
  buckets: readonly { start: string }[];
}

/** Whether short buckets are so many that an hour says less than a day. */
function overDays({ grain, buckets }: Series): boolean {
  const [first, last] = [buckets[0], buckets.at(-1)];
  const short = grain === "hour" || grain === "quarter";
  return short && first !== undefined && last !== undefined && Date.parse(last.start) - Date.parse(first.start) > BY_THE_CLOCK_MS;
}

/** Which buckets are named on the axis: evenly spaced, on whole hours where there are quarters, on midnights where there are many. */
export function timeTicks(series: Series, tz: string): string[] {
  const { grain } = series;
  const many = overDays(series);
  const buckets = many ? series.buckets.filter(({ start }) => hourMinute(start, tz) === "00:00") : series.buckets;
  const spread = Math.ceil(buckets.length / TICKS);
  const every = grain === "quarter" && !many ? Math.ceil(spread / QUARTERS_AN_HOUR) * QUARTERS_AN_HOUR : spread;
  return buckets.filter((_, index) => index % every === 0).map((bucket) => bucket.start);
}

/** How a bucket is named on the axis. */
export function tickName(series: Series, start: string, tz: string): string {
  return overDays(series) ? day(start, tz) : bucketTick(start, series.grain, tz);
}

/** The axis of a series whose rows have a `start`. */
export function timeAxis(series: Series, tz: string) {
  return {
    ...PLAIN_AXIS,
    dataKey: "start",
    ticks: timeTicks(series, tz),
    tickFormatter: (start: string) => tickName(series, start, tz),
    minTickGap: 16,
    tickMargin: 6,
  };
}

/** Where a bucket ends: where the next begins, or, for the last, the span. */
export function endOf({ buckets }: Series, index: number, spanEnd: string): string {
  return buckets[index + 1]?.start ?? spanEnd;
}

/** A bucket's own span, cut to the whole: the first may begin before it, the last end after it. */
export function bucketSpan(series: Series, index: number, whole: { from: string; to: string }): { start: string; end: string } {
  const start = series.buckets[index]?.start ?? whole.to;
  const end = endOf(series, index, whole.to);
  return {
    start: Date.parse(start) < Date.parse(whole.from) ? whole.from : start,
    end: Date.parse(end) > Date.parse(whole.to) ? whole.to : end,
  };
}
