// The hours of a span folded into those of a week, in the zone the figures are counted in.
import type { Period, Traffic } from "../../api/types.ts";
import { daysOf, hourOfWeek, isoDay, WEEKDAYS } from "../../time/format.ts";
import type { Dates, Range } from "../../url/range.ts";
import { amountOf, type Measure } from "./measures.ts";

export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Days whose hours are asked for at most. */
export const MOST_DAYS = 90;

/** One hour of the week. */
export interface Cell {
  sum: number;
  /** How often the hour came. Where clocks change, one is left out or comes twice on that day. */
  times: number;
}

/** Seven days from Monday, of 24 hours each. Hours that have not begun by `asOf` are left out. */
export function foldHours(
  buckets: readonly (Pick<Traffic, "requests" | "tokens"> & { start: string })[],
  measure: Measure,
  asOf: string,
  tz: string,
): Cell[][] {
  const week = WEEKDAYS.map(() => HOURS.map(() => ({ sum: 0, times: 0 })));
  const nowMs = Date.parse(asOf);
  for (const bucket of buckets) {
    if (Date.parse(bucket.start) > nowMs) continue;
    const { weekday, hour } = hourOfWeek(bucket.start, tz);
    const cell = week[weekday]?.[hour];
    if (cell === undefined) continue;
    cell.sum += amountOf(bucket, measure);
    cell.times += 1;
  }
  return week;
}

/** What such an hour has on average; null where none was in the span. */
export function meanOf({ sum, times }: Cell): number | null {
  return times === 0 ? null : sum / times;
}

export interface Peak {
  weekday: number;
  hour: number;
  mean: number;
}

/** The hour of the week that has most on average, the earliest of several; null where there is nothing. */
export function busiest(week: readonly Cell[][]): Peak | null {
  let found: Peak | null = null;
  week.forEach((day, weekday) => {
    day.forEach((cell, hour) => {
      const mean = meanOf(cell) ?? 0;
      if (mean > (found?.mean ?? 0)) found = { weekday, hour, mean };
    });
  });
  return found;
}

const DAY_MS = 86_400_000;

/** The range whose hours are asked for: all of it, or its last days that are not ahead where it is too long. */
export function rangeOfHours(range: Range, period: Period, asOf: string): { range: Range; part: boolean } {
  const { start, end } = daysOf(period);
  if (daysBetween(start, end) < MOST_DAYS) return { range, part: false };
  const today = isoDay(asOf, period.tz);
  const last = today < end && today >= start ? today : end;
  const first = new Date(Date.parse(last) - (MOST_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const dates: Dates = { start: first < start ? start : first, end: last };
  return { range: dates, part: true };
}

function daysBetween(start: string, end: string): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS);
}
