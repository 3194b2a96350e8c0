// How often to ask how far exports are: each second at first, less often the longer one takes.
import type { ExportItem } from "./types.ts";

const SOONEST_MS = 1_000;
const LATEST_MS = 15_000;
/** After so many times the pause: an export of a minute is asked for every 6 seconds. */
const PATIENCE = 10;

export function isUnfinished({ state }: Pick<ExportItem, "state">): boolean {
  return state === "queued" || state === "running";
}

/** How long to wait before asking again; null when every one is done or failed. */
export function pollAfterMs(items: readonly Pick<ExportItem, "state" | "created_at">[], nowMs: number): number | null {
  const agesMs = items.filter(isUnfinished).map(({ created_at }) => nowMs - Date.parse(created_at));
  if (agesMs.length === 0) return null;
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.min(...agesMs) / PATIENCE));
}
