// The days of a span as places on its axis, where they begin in a zone.
import { day, isoDay } from "../../../time/format.ts";

const HOUR_MS = 3_600_000;

export interface DayTick {
  atMs: number;
  label: string;
}

/** Where days begin, evenly spaced, at most `most`. */
export function dayTicks(fromMs: number, toMs: number, tz: string, most: number): DayTick[] {
  const starts: DayTick[] = [];
  let before = isoDay(new Date(fromMs - 1).toISOString(), tz);
  for (let atMs = fromMs; atMs < toMs; atMs += HOUR_MS) {
    const moment = new Date(atMs).toISOString();
    const date = isoDay(moment, tz);
    if (date !== before) starts.push({ atMs, label: day(moment, tz) });
    before = date;
  }
  const every = Math.ceil(starts.length / most);
  return starts.filter((_, index) => index % every === 0);
}
