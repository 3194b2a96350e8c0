// Pages are one list, and what is newer is told from what was read.
import { expect, it } from "vitest";
import { goesOn, joinPages, unseen } from "./rowPages.ts";
import type { EventRow, EventsAnswer } from "./types.ts";

const row = (event_id: string) => ({ event_id }) as EventRow;
const period = { name: "24h", from: "2026-11-22T12:00:00Z", to: "2026-11-23T12:00:00Z", tz: "UTC" };
const page = (ids: string[], next: string | null, as_of: string, simulated = false) =>
  ({ period, as_of, simulated, items: ids.map(row), next_cursor: next }) as EventsAnswer;

it("joins pages as of the first", () => {
  const rows = joinPages([page(["d", "c"], "x", "2026-11-23T11:50:00Z"), page(["b"], null, "2026-11-23T11:55:00Z", true)]);
  expect(rows.items.map((each) => each.event_id)).toEqual(["d", "c", "b"]);
  expect(rows).toMatchObject({ as_of: "2026-11-23T11:50:00Z", simulated: true, more: false });
  expect(joinPages([page(["d"], "x", "2026-11-23T11:50:00Z")]).more).toBe(true);
});

it("counts what was not read, wherever it stands", () => {
  const read = ["d", "c", "b"].map(row);
  expect(unseen(read, ["f", "e", "d", "late", "c"].map(row))).toBe(3);
  expect(unseen(read, read)).toBe(0);
});

it("knows when nothing newer can come", () => {
  expect(goesOn({ period, as_of: "2026-11-23T11:59:59Z" })).toBe(true);
  expect(goesOn({ period, as_of: "2026-11-23T12:00:00Z" })).toBe(false);
});
