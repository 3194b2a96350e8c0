// Keeps the newest requests as they arrive.
import type { EventRow } from "../api/types.ts";

/** Joins rows by id, the later read winning (a row can be priced again), newest first, at most `limit`. */
export function joinRecent(kept: readonly EventRow[], read: readonly EventRow[], limit: number): EventRow[] {
  const byId = new Map(kept.map((row) => [row.event_id, row]));
  for (const row of read) byId.set(row.event_id, row);
  return [...byId.values()].sort(newestFirst).slice(0, limit);
}

function newestFirst(a: EventRow, b: EventRow): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? 1 : -1;
  return a.event_id < b.event_id ? 1 : -1;
}
