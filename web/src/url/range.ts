// The span of time the page looks at: one of the contract's presets, or whole days from one date to another.

export const PERIODS = ["today", "24h", "7d", "30d", "90d", "mtd", "12mo"] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Days as `2026-11-23`, both included, in the zone the figures are counted in. */
export interface Dates {
  start: string;
  end: string;
}

export type Range = PeriodName | Dates;

export const DEFAULT_RANGE: Range = "30d";

/** Each period's name on its button, and in words. */
export const PERIOD_LABELS: Record<PeriodName, { short: string; words: string }> = {
  today: { short: "Today", words: "today" },
  "24h": { short: "24h", words: "the last 24 hours" },
  "7d": { short: "7d", words: "the last 7 days" },
  "30d": { short: "30d", words: "the last 30 days" },
  "90d": { short: "90d", words: "the last 90 days" },
  mtd: { short: "Month", words: "this month" },
  "12mo": { short: "12 mo", words: "the last 12 months" },
};

/** Reads a range from an address; what is none gives the default. */
export function readRange(params: URLSearchParams): Range {
  const dates = { start: params.get("start_date") ?? "", end: params.get("end_date") ?? "" };
  if (whyNot(dates) === null) return dates;
  return PERIODS.find((name) => name === params.get("period")) ?? DEFAULT_RANGE;
}

/** A range as the API takes it, and as the address holds it. */
export function rangeParams(range: Range): Record<string, string> {
  return typeof range === "string" ? { period: range } : { start_date: range.start, end_date: range.end };
}

/** What is wrong with two dates, in words for the one who chose them; null for dates that are a range. */
export function whyNot({ start, end }: Dates): string | null {
  if (!isDate(start)) return "Choose the first day.";
  if (!isDate(end)) return "Choose the last day.";
  return start <= end ? null : "The last day lies before the first.";
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  // The 31st of a shorter month is moved into the next one, and is then another text.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** A range as a noun: `the last 30 days`, `3 to 15 Nov 2026`. */
export function rangeWords(range: Range): string {
  if (typeof range === "string") return PERIOD_LABELS[range].words;
  return range.start === range.end ? dateWords(range.end) : joined(range, " to ");
}

/** When, in a sentence: `in the last 30 days`, `today`, `from 3 to 15 Nov 2026`. */
export function during(range: Range): string {
  if (typeof range === "string") return rangeWords(range).replace(/^the/, "in the");
  return `${range.start === range.end ? "on" : "from"} ${rangeWords(range)}`;
}

/** The calendar month before a day's. */
export function lastMonth(today: string): Dates {
  return monthsBefore(today, 1, 0);
}

/** The calendar quarter before a day's. */
export function lastQuarter(today: string): Dates {
  return monthsBefore(today, 3, (Number(today.slice(5, 7)) - 1) % 3);
}

/** So many whole months, which end so many months before a day's month. */
function monthsBefore(today: string, months: number, since: number): Dates {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 - since];
  const iso = (date: number) => new Date(date).toISOString().slice(0, 10);
  // The 0th of a month is the last of the one before.
  return { start: iso(Date.UTC(year, month - months, 1)), end: iso(Date.UTC(year, month, 0)) };
}

/** A range on a button: `3–15 Nov 2026`. */
export function rangeLabel(range: Dates): string {
  return range.start === range.end ? dateWords(range.end) : joined(range, "\u2013");
}

function joined({ start, end }: Dates, by: string): string {
  const sameYear = start.slice(0, 4) === end.slice(0, 4);
  const first = start.slice(0, 7) === end.slice(0, 7) ? String(Number(start.slice(8))) : dateWords(start, !sameYear);
  return `${first}${first.includes(" ") && by === "\u2013" ? ` ${by} ` : by}${dateWords(end)}`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A date as `2026-11-03` in words: `3 Nov 2026`. */
export function dateWords(date: string, withYear = true): string {
  const day = DAY.format(new Date(`${date}T00:00:00Z`));
  return withYear ? `${day} ${date.slice(0, 4)}` : day;
}
