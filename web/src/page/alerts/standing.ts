// How rules stand: those that call for someone first, and how many there are of each.
import type { AlertItem } from "../../api/types.ts";
import { parsePico, toPixels } from "../../money/pico.ts";

/** In the order of the list. */
export const STANDINGS = ["firing", "no_data", "ok", "off"] as const;
export type Standing = (typeof STANDINGS)[number];

/** A rule that is off stands nowhere: what it said last is old. */
export function standingOf({ enabled, state }: Pick<AlertItem, "enabled" | "state">): Standing {
  if (enabled === false) return "off";
  return state === "ALERT" ? "firing" : state === "OK" ? "ok" : "no_data";
}

/** By standing, those that fire longest first, then by name. */
export function inOrder(items: readonly AlertItem[]): AlertItem[] {
  const place = (item: AlertItem) => STANDINGS.indexOf(standingOf(item));
  return [...items].sort((a, b) => {
    const apart = place(a) - place(b);
    if (apart !== 0) return apart;
    return standingOf(a) === "firing" && a.state_since !== b.state_since ? compare(a.state_since, b.state_since) : compare(a.name, b.name);
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many rules stand so. */
export function countStandings(items: readonly AlertItem[]): Record<Standing, number> {
  const counts = { firing: 0, no_data: 0, ok: 0, off: 0 };
  for (const item of items) counts[standingOf(item)] += 1;
  return counts;
}

/** How far a figure that must stay below its bound has come, in [0, 1], for the length of a bar; null where no bar says it. */
export function filled({ value, threshold, comparison }: AlertItem): number | null {
  const bound = parsePico(threshold);
  if (value === null || comparison === "below" || bound === 0n) return null;
  return Math.min(1, toPixels(parsePico(value)) / toPixels(bound));
}
