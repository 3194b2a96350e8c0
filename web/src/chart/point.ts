// From a chart's point to the requests behind it.
import type { Period } from "../api/types.ts";
import { rowsOfBucket } from "../url/rows.ts";
import type { Scope } from "../url/scope.ts";
import { bucketSpan, type Series } from "./time.ts";

/** The rows of the bucket that begins at `start`, as far as it lies in the span; null where there is no such bucket. */
export function rowsOfPoint(scope: Scope, series: Series, period: Period, start: string): Scope | null {
  const index = series.buckets.findIndex((bucket) => bucket.start === start);
  if (index < 0) return null;
  return rowsOfBucket(scope, { ...bucketSpan(series, index, period), grain: series.grain, tz: period.tz });
}
