// The axis of time names few moments, and round ones.
import { expect, it } from "vitest";
import { bucketSpan, endOf, tickName, timeTicks } from "./time.ts";

it("names whole hours on a day of quarters", () => {
  const buckets = Array.from({ length: 96 }, (_, index) => ({ start: new Date(Date.UTC(2026, 10, 23) + index * 900_000).toISOString() }));
  const named = timeTicks({ grain: "quarter", buckets }, "UTC").map((start) => start.slice(11, 16));
  expect(named).toEqual(["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00"]);
});

it("ends a bucket where the next begins, and the last with the span", () => {
  const series = { grain: "day", buckets: [{ start: "2026-11-01T00:00:00Z" }, { start: "2026-11-02T00:00:00Z" }] } as const;
  expect(endOf(series, 0, "2026-11-03T00:00:00Z")).toBe("2026-11-02T00:00:00Z");
  expect(endOf(series, 1, "2026-11-03T00:00:00Z")).toBe("2026-11-03T00:00:00Z");
});

it("cuts buckets to the span they are of", () => {
  const series = { grain: "week", buckets: [{ start: "2026-11-02T00:00:00Z" }, { start: "2026-11-09T00:00:00Z" }] } as const;
  const whole = { from: "2026-11-04T00:00:00Z", to: "2026-11-12T00:00:00Z" };
  expect(bucketSpan(series, 0, whole)).toEqual({ start: whole.from, end: "2026-11-09T00:00:00Z" });
  expect(bucketSpan(series, 1, whole)).toEqual({ start: "2026-11-09T00:00:00Z", end: whole.to });
});

it("names the days of many hours, at the zone's midnights", () => {
  const buckets = Array.from({ length: 72 }, (_, index) => ({ start: new Date(Date.UTC(2026, 10, 22, 23) + index * 3_600_000).toISOString() }));
  const series = { grain: "hour", buckets } as const;
  const named = timeTicks(series, "Europe/Berlin");
  expect(named.map((start) => tickName(series, start, "Europe/Berlin"))).toEqual(["23 Nov", "24 Nov", "25 Nov"]);
});
