// The rows that a rule's figure rests on: its window up to the last look, with its filters.
import type { AlertItem } from "../../../api/types.ts";
import { lasting } from "../../../figures/number.ts";
import { DEFAULT_CUT } from "../../../url/cut.ts";
import { rowsOf } from "../../../url/rows.ts";
import type { Scope } from "../../../url/scope.ts";
import { filtersOf } from "../words.ts";

const MINUTE_MS = 60_000;

interface WatchedRows {
  to: Scope;
  words: string;
  title: string;
}

/** Where the rule counts a part of its requests, those are shown. */
export function watchedRows(scope: Scope, item: AlertItem, asOf: string): WatchedRows {
  const until = item.evaluated_at ?? asOf;
  const from = new Date(Date.parse(until) - item.window_minutes * MINUTE_MS).toISOString();
  const { which, own, title } = partOf(item.metric);
  const to = rowsOf({ ...scope, cut: DEFAULT_CUT }, filtersOf(item), { ...own, from, to: until });
  return { to, words: `${which} of the ${lasting(item.window_minutes)} before its last look`, title };
}

function partOf(metric: AlertItem["metric"]): { which: string; own: Record<string, string>; title: string } {
  switch (metric) {
    case "unpriced":
      return { which: "The requests without a price", own: { priced: "false" }, title: "Those that the rule counts" };
    case "error_rate":
      return { which: "The failed requests", own: { succeeded: "false" }, title: "Those that the client caused are among them; the rule leaves them out" };
    default:
      return { which: "The requests", own: {}, title: "Those that the rule counts" };
  }
}
