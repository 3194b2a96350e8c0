// Rows join by id, newest first, within a bound.
import { expect, it } from "vitest";
import type { EventRow } from "../api/types.ts";
import { joinRecent } from "./recent.ts";

const row = (event_id: string, timestamp: string, cost_usd: string | null = null) =>
  ({ event_id, timestamp, cost_usd }) as EventRow;

it("puts new rows first and takes the later reading of a known one", () => {
  const kept = [row("b", "2026-11-23T10:00:01.000Z"), row("a", "2026-11-23T10:00:00.000Z")];
  const joined = joinRecent(kept, [row("c", "2026-11-23T10:00:02.000Z"), row("a", "2026-11-23T10:00:00.000Z", "1")], 9);
  expect(joined.map((each) => each.event_id)).toEqual(["c", "b", "a"]);
  expect(joined[2]?.cost_usd).toBe("1");
});

it("orders one moment by id and keeps the bound", () => {
  const at = "2026-11-23T10:00:00.000Z";
  expect(joinRecent([row("a", at), row("c", at)], [row("b", at)], 2).map((each) => each.event_id)).toEqual(["c", "b"]);
});
