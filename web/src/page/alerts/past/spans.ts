// Where a rule stood over time, as spans: from its history, and from looks at the past.
import type { AlertChange, AlertItem, AlertPoint, AlertState } from "../../../api/types.ts";
import { standingOf } from "../standing.ts";

/** A stretch of time in one state, in milliseconds; `off` where the rule was not looked at. */
export interface StateSpan {
  from: number;
  to: number;
  state: AlertState | "off";
}

/** As many changes as one answer holds: what lies before them is not known. */
const HISTORY_MOST = 200;

/** From a rule's changes, newest first, where it stood between two moments; nothing before it was made. */
export function spansOf(item: AlertItem, history: readonly AlertChange[], fromMs: number, nowMs: number): StateSpan[] {
  const changes = [...history].reverse();
  const first = changes[0];
  const made = first !== undefined && changes.length >= HISTORY_MOST ? Date.parse(first.at) : Date.parse(item.created_at);
  const marks: { at: number; state: StateSpan["state"] }[] = [{ at: made, state: first?.from ?? item.state }];
  for (const { at, to } of changes) marks.push({ at: Date.parse(at), state: to });
  // A rule that was changed starts again without a change in its history.
  if (marks.at(-1)?.state !== item.state) marks.push({ at: Date.parse(item.state_since), state: item.state });
  if (standingOf(item) === "off") marks.push({ at: Date.parse(item.evaluated_at ?? item.created_at), state: "off" });
  return joined(marks, nowMs).flatMap((span) => within(span, fromMs, nowMs));
}

/** From looks in order, where a rule would have stood until `endMs`. */
export function spansOfPoints(points: readonly AlertPoint[], endMs: number): StateSpan[] {
  return joined(points.map(({ at, state }) => ({ at: Date.parse(at), state })), endMs);
}

function joined(marks: readonly { at: number; state: StateSpan["state"] }[], endMs: number): StateSpan[] {
  const spans: StateSpan[] = [];
  for (const [index, { at, state }] of marks.entries()) {
    const to = Math.min(marks[index + 1]?.at ?? endMs, endMs);
    const last = spans.at(-1);
    if (last?.state === state) last.to = to;
    else spans.push({ from: at, to, state });
  }
  return spans;
}

function within(span: StateSpan, fromMs: number, toMs: number): StateSpan[] {
  const cut = { ...span, from: Math.max(span.from, fromMs), to: Math.min(span.to, toMs) };
  return cut.to > cut.from ? [cut] : [];
}
