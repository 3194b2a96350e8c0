// How moments are written: always in the zone the figures are counted in, on a 24-hour clock.
import type { Window } from "../api/types.ts";

const LOCALE = "en-GB";
const made = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs far more than using one, and a table uses the same few for every row.
function formatter(tz: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${tz} ${JSON.stringify(options)}`;
  let found = made.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: tz });
    made.set(name, found);
  }
  return found;
}

/** `20:14:03`. */
export function clock(moment: string, tz: string): string {
  return formatter(tz, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(moment));
}

/** `20:14`. */
export function hourMinute(moment: string, tz: string): string {
  return formatter(tz, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
}

/** `23 Nov`. */
export function day(moment: string, tz: string): string {
  return formatter(tz, { day: "numeric", month: "short" }).format(new Date(moment));
}

function year(moment: string, tz: string): string {
  return formatter(tz, { year: "numeric" }).format(new Date(moment));
}

function dayAndYear(moment: string, tz: string): string {
  return `${day(moment, tz)} ${year(moment, tz)}`;
}

/** `Mon 23 Nov 2026`. */
export function longDay(moment: string, tz: string): string {
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
  return formatter(tz, options).format(new Date(moment)).replace(",", "");
}

/** `2026-11-23`: the day a moment falls on, as addresses and date fields hold it. */
export function isoDay(moment: string, tz: string): string {
  const parts = formatter(tz, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date(moment));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** Days of the week as they are written short, from Monday. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The day of the week, 0 for Monday, and the hour of that day in which a moment lies. */
export function hourOfWeek(moment: string, tz: string): { weekday: number; hour: number } {
  const parts = formatter(tz, { weekday: "short", hour: "2-digit", hourCycle: "h23" }).formatToParts(new Date(moment));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return { weekday: WEEKDAYS.indexOf(part("weekday")), hour: Number(part("hour")) };
}

/** The first and the last day of a span, whose end is excluded. */
export function daysOf({ from, to, tz }: { from: string; to: string; tz: string }): { start: string; end: string } {
  return { start: isoDay(from, tz), end: isoDay(momentBefore(to), tz) };
}

/** A span as files are named by it: `2026-11-01-to-2026-11-28`. */
export function fileSpan(period: { from: string; to: string; tz: string }): string {
  const { start, end } = daysOf(period);
  return `${start}-to-${end}`;
}

function momentBefore(moment: string): string {
  return new Date(Date.parse(moment) - 1).toISOString();
}

/** `23 Nov, 20:14`. */
export function dayMinute(moment: string, tz: string): string {
  return `${day(moment, tz)}, ${hourMinute(moment, tz)}`;
}

/** `November 2026`. */
export function month(moment: string, tz: string): string {
  return formatter(tz, { month: "long", year: "numeric" }).format(new Date(moment));
}

/** `23 Nov 2026, 20:14:03.123`, with the zone: what a tooltip shows. */
export function exact(moment: string, tz: string): string {
  const time = formatter(tz, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
  return `${dayAndYear(moment, tz)}, ${time.format(new Date(moment))} ${tz}`;
}

/** A bucket's place on an axis. */
export function bucketTick(start: string, grain: Window, tz: string): string {
  switch (grain) {
    case "quarter":
    case "hour":
      return hourMinute(start, tz);
    case "month":
      return formatter(tz, { month: "short" }).format(new Date(start));
    default:
      return day(start, tz);
  }
}

/** A bucket in words, for a tooltip. */
export function bucketName(start: string, grain: Window, tz: string): string {
  const minutes = 60_000;
  const after = (ms: number) => new Date(new Date(start).getTime() + ms).toISOString();
  switch (grain) {
    case "quarter":
      return `${longDay(start, tz)}, ${hourMinute(start, tz)}\u2013${hourMinute(after(15 * minutes), tz)}`;
    case "hour":
      return `${longDay(start, tz)}, ${hourMinute(start, tz)}\u2013${hourMinute(after(60 * minutes), tz)}`;
    case "day":
      return longDay(start, tz);
    case "week":
      return `Week of ${longDay(start, tz)}`;
    case "month":
      return month(start, tz);
  }
}

/** A span by its first and last day: `25 Oct – 23 Nov`. The end is excluded, so midnight belongs to the day before. */
export function span(from: string, to: string, tz: string): string {
  const lastMoment = momentBefore(to);
  const written = year(from, tz) === year(lastMoment, tz) ? day : dayAndYear;
  const first = written(from, tz);
  const last = written(lastMoment, tz);
  return first === last ? first : `${first} \u2013 ${last}`;
}

/** A span of less than days by its moments: `23 Nov, 14:00–15:00`; seconds only where they say something. */
export function momentSpan(from: string, to: string, tz: string): string {
  const time = [from, to].every((moment) => Date.parse(moment) % 60_000 === 0) ? hourMinute : clock;
  const first = `${day(from, tz)}, ${time(from, tz)}`;
  const sameDay = isoDay(from, tz) === isoDay(momentBefore(to), tz);
  return sameDay ? `${first}\u2013${time(to, tz)}` : `${first} \u2013 ${day(to, tz)}, ${time(to, tz)}`;
}

/** How long ago, in the largest whole unit: `just now`, `4 min ago`, `3 h ago`, `2 d ago`. */
export function ago(moment: string, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - new Date(moment).getTime()) / 1000));
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
