// The spans lie end to end, and say no more than is known.
import { expect, it } from "vitest";
import type { AlertChange, AlertItem, AlertState } from "../../../api/types.ts";
import { spansOf, spansOfPoints } from "./spans.ts";

const at = (minute: number) => new Date(minute * 60_000).toISOString();
const change = (minute: number, from: AlertState, to: AlertState): AlertChange => ({ at: at(minute), from, to, value: null });
const item = (more: Partial<AlertItem> = {}): AlertItem => ({
  id: "i", name: "n", metric: "cost", threshold: "1", window_minutes: 60, enabled: true, state: "OK", state_since: at(40), value: null, evaluated_at: at(59),
  created_at: at(10), ...more,
});
const told = (...args: Parameters<typeof spansOf>) => spansOf(...args).map(({ from, to, state }) => [from / 60_000, to / 60_000, state]);
const HISTORY = [change(40, "ALERT", "OK"), change(30, "OK", "ALERT"), change(11, "NO_DATA", "OK")];

it("begins when the rule was made and ends now", () => {
  expect(told(item(), HISTORY, 0, 60 * 60_000)).toEqual([[10, 11, "NO_DATA"], [11, 30, "OK"], [30, 40, "ALERT"], [40, 60, "OK"]]);
});

it("is cut to the span that is shown", () => {
  expect(told(item(), HISTORY, 35 * 60_000, 38 * 60_000)).toEqual([[35, 38, "ALERT"]]);
});

it("knows that a changed rule started again, and that one that is off is not looked at", () => {
  expect(told(item({ state: "NO_DATA", state_since: at(50) }), HISTORY, 35 * 60_000, 60 * 60_000)).toEqual([
    [35, 40, "ALERT"], [40, 50, "OK"], [50, 60, "NO_DATA"],
  ]);
  expect(told(item({ enabled: false, evaluated_at: at(45) }), HISTORY, 35 * 60_000, 60 * 60_000)).toEqual([[35, 40, "ALERT"], [40, 45, "OK"], [45, 60, "off"]]);
});

it("does not know what lies before a full history", () => {
  const full = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? change(400 - index, "ALERT", "OK") : change(400 - index, "OK", "ALERT")));
  expect(told(item(), full, 0, 500 * 60_000)[0]?.[0]).toBe(201);
});

it("joins looks that stand alike", () => {
  const points = [["OK", 0], ["OK", 15], ["ALERT", 30], ["OK", 45]].map(([state, minute]) => ({ at: at(Number(minute)), state: state as AlertState, value: null }));
  expect(spansOfPoints(points, 50 * 60_000).map(({ from, to, state }) => [from / 60_000, to / 60_000, state])).toEqual([
    [0, 30, "OK"], [30, 45, "ALERT"], [45, 50, "OK"],
  ]);
});
