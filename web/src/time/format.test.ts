// Moments are written in the ledger's zone, also where clocks change and where offsets are odd.
import { expect, it } from "vitest";
import { ago, bucketName, bucketTick, clock, exact, fileSpan, isoDay, momentSpan, span } from "./format.ts";

it("writes the clock of the zone, not of the machine", () => {
  expect(clock("2026-11-23T19:08:01.123Z", "UTC")).toBe("19:08:01");
  expect(clock("2026-11-23T19:08:01.123Z", "Asia/Kathmandu")).toBe("00:53:01");
  expect(exact("2026-11-23T19:08:01.123Z", "Europe/Berlin")).toBe("23 Nov 2026, 20:08:01.123 Europe/Berlin");
});

it("finds the day a moment falls on", () => {
  expect(isoDay("2026-11-23T23:30:00Z", "UTC")).toBe("2026-11-23");
  expect(isoDay("2026-11-23T23:30:00Z", "Europe/Berlin")).toBe("2026-11-24");
  expect(isoDay("2026-01-01T00:00:00Z", "America/New_York")).toBe("2025-12-31");
});

it("keeps midnight as 00, never 24", () => {
  expect(clock("2026-11-23T00:00:00Z", "UTC")).toBe("00:00:00");
});

it("names a span by its days, the excluded end not counted", () => {
  expect(span("2026-10-24T22:00:00Z", "2026-11-23T23:00:00Z", "Europe/Berlin")).toBe("25 Oct \u2013 23 Nov");
  expect(span("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z", "UTC")).toBe("23 Nov");
  expect(span("2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z", "UTC")).toBe("1 Dec 2025 \u2013 30 Nov 2026");
});

it("names a span of hours by its moments", () => {
  const hours = (from: string, to: string) => momentSpan(`2026-11-${from}`, `2026-11-${to}`, "Europe/Berlin");
  expect(hours("23T13:00:00Z", "23T14:00:00Z")).toBe("23 Nov, 14:00\u201315:00");
  expect(hours("23T22:00:00Z", "23T23:00:00Z")).toBe("23 Nov, 23:00\u201300:00");
  expect(hours("23T22:00:00Z", "24T01:00:00Z")).toBe("23 Nov, 23:00 \u2013 24 Nov, 02:00");
  expect(hours("23T13:00:00Z", "23T13:00:30Z")).toBe("23 Nov, 14:00:00\u201314:00:30");
});

it("names buckets by their grain", () => {
  expect(bucketName("2026-10-25T00:30:00Z", "quarter", "Europe/Berlin")).toBe("Sun 25 Oct 2026, 02:30\u201302:45");
  expect(bucketName("2026-10-25T00:00:00Z", "hour", "Europe/Berlin")).toBe("Sun 25 Oct 2026, 02:00\u201302:00");
  expect(bucketName("2026-11-22T23:00:00Z", "day", "Europe/Berlin")).toBe("Mon 23 Nov 2026");
  expect(bucketName("2026-11-01T00:00:00Z", "month", "UTC")).toBe("November 2026");
  expect(bucketTick("2026-11-01T00:00:00Z", "month", "UTC")).toBe("Nov");
  expect(bucketTick("2026-11-01T00:00:00Z", "day", "UTC")).toBe("1 Nov");
});

it("says how long ago, and never a negative time", () => {
  const now = new Date("2026-11-23T20:00:00Z").getTime();
  expect(ago("2026-11-23T20:00:05Z", now)).toBe("just now");
  expect(ago("2026-11-23T19:56:00Z", now)).toBe("4 min ago");
  expect(ago("2026-11-23T17:00:00Z", now)).toBe("3 h ago");
  expect(ago("2026-11-20T17:00:00Z", now)).toBe("3 d ago");
});

it("names a file by its first and last day", () => {
  expect(fileSpan({ from: "2026-10-31T23:00:00Z", to: "2026-11-28T23:00:00Z", tz: "Europe/Berlin" })).toBe("2026-11-01-to-2026-11-28");
});
