// What fires stands first, and what is off stands last whatever it said before.
import { expect, it } from "vitest";
import type { AlertItem } from "../../api/types.ts";
import { countStandings, filled, inOrder } from "./standing.ts";

const item = (name: string, state: AlertItem["state"], more: Partial<AlertItem> = {}): AlertItem => ({
  id: name, name, metric: "cost", threshold: "10", window_minutes: 60, state, state_since: "2026-11-20T00:00:00.000Z", value: null, evaluated_at: null,
  created_at: "2026-11-01T00:00:00.000Z", enabled: true, ...more,
});

it("orders rules by how much they call for someone", () => {
  const items = [
    item("a", "OK"), item("b", "ALERT"), item("c", "ALERT", { enabled: false }), item("d", "NO_DATA"),
    item("e", "ALERT", { state_since: "2026-11-10T00:00:00.000Z" }),
  ];
  expect(inOrder(items).map(({ name }) => name)).toEqual(["e", "b", "d", "a", "c"]);
  expect(countStandings(items)).toEqual({ firing: 2, no_data: 1, ok: 1, off: 1 });
});

it("says how far a figure has come only where it climbs to its bound", () => {
  expect(filled(item("a", "OK", { value: "2.5" }))).toBe(0.25);
  expect(filled(item("a", "ALERT", { value: "40" }))).toBe(1);
  expect(filled(item("a", "OK", { value: "2.5", comparison: "below" }))).toBeNull();
  expect(filled(item("a", "OK", { value: "2", threshold: "0" }))).toBeNull();
  expect(filled(item("a", "NO_DATA"))).toBeNull();
});
