// Days are named where they begin, also where one has 25 hours.
import { expect, it } from "vitest";
import { dayTicks } from "./dayTicks.ts";

it("names the days of a span", () => {
  const from = Date.parse("2026-10-24T22:00:00Z");
  const ticks = dayTicks(from, from + 4 * 86_400_000, "Europe/Berlin", 8);
  expect(ticks.map(({ label }) => label)).toEqual(["25 Oct", "26 Oct", "27 Oct", "28 Oct"]);
  expect(ticks[1]?.atMs).toBe(Date.parse("2026-10-25T23:00:00Z"));
});

it("keeps to as many as fit", () => {
  const from = Date.parse("2026-11-01T00:00:00Z");
  expect(dayTicks(from, from + 30 * 86_400_000, "UTC", 8).map(({ label }) => label)).toEqual(["1 Nov", "5 Nov", "9 Nov", "13 Nov", "17 Nov", "21 Nov", "25 Nov", "29 Nov"]);
});
