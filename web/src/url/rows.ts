// From a figure to the requests behind it: the same range and filters on the page of rows.
import type { Window } from "../api/types.ts";
import { daysOf } from "../time/format.ts";
import { type Filters, onlyFilters } from "./cut.ts";
import { PAGE_FACTS } from "./pages.ts";
import { changed, type Scope } from "./scope.ts";

/**
 * The rows behind what `scope` shows, narrowed further. Filters that its page does not take stay behind. `own` holds filters that
 * only rows have, such as `succeeded`.
 */
export function rowsOf(scope: Scope, filters: Filters = {}, own: Record<string, string> = {}): Scope {
  const held = onlyFilters(scope.cut.filters, PAGE_FACTS[scope.page].filters);
  return changed(scope, { page: "requests", sub: null, cut: { ...scope.cut, filters: { ...held, ...filters } }, own });
}

/** One row, open, among those of the same range. */
export function rowOf(scope: Scope, eventId: string): Scope {
  return rowsOf(scope, {}, { event: eventId });
}

/** The rows of one bucket: whole days as a range, what is shorter as moments. `end` is where the next bucket begins. */
export function rowsOfBucket(scope: Scope, bucket: { start: string; end: string; grain: Window; tz: string }): Scope {
  const { start, end, grain, tz } = bucket;
  if (grain === "quarter" || grain === "hour") return rowsOf(scope, {}, { from: start, to: end });
  return changed(rowsOf(scope), { range: daysOf({ from: start, to: end, tz }) });
}
