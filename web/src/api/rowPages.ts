// Pages of rows as one list, and what is newer than it.
import type { EventRow, EventsAnswer, Period } from "./types.ts";

export const PAGE_ROWS = 100;
/** How many pages are kept in memory: 2,000 rows. */
export const MOST_PAGES = 20;

export interface Rows {
  period: Period;
  /** When the first page was read. */
  as_of: string;
  simulated: boolean;
  /** Newest first. */
  items: EventRow[];
  /** Whether there are older ones that were not read. */
  more: boolean;
}

/** The list of the pages read so far; there is at least one. */
export function joinPages(pages: readonly EventsAnswer[]): Rows {
  const first = pages[0];
  if (!first) throw new RangeError("A list of rows has a first page.");
  return {
    period: first.period,
    as_of: first.as_of,
    simulated: pages.some((page) => page.simulated),
    items: pages.flatMap((page) => page.items),
    more: pages.at(-1)?.next_cursor !== null,
  };
}

/** How many of the newest rows were not read; those that arrived late, among rows that were read, count too. */
export function unseen(read: readonly EventRow[], newest: readonly EventRow[]): number {
  const known = new Set(read.map((row) => row.event_id));
  return newest.filter((row) => !known.has(row.event_id)).length;
}

/** Whether a span goes on, so that newer rows can come. */
export function goesOn({ period, as_of }: Pick<Rows, "period" | "as_of">): boolean {
  return Date.parse(period.to) > Date.parse(as_of);
}
