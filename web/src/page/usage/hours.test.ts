// Hours are folded by the clock on the wall, also on the days when it is set.
import { expect, it } from "vitest";
import { busiest, foldHours, meanOf, rangeOfHours } from "./hours.ts";

const LATE = "2027-01-01T00:00:00Z";
const SUNDAY = 6;

/** Every hour from one moment to another, each with `requests`. */
function hours(from: string, to: string, requests = 1) {
  const tokens = { input: 0, output: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0, reasoning: 0 };
  const found = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += 3_600_000) found.push({ start: new Date(at).toISOString(), requests, tokens });
  return found;
}

function times(week: ReturnType<typeof foldHours>, weekday: number) {
  return week[weekday]?.map((cell) => cell.times);
}

it("puts each hour where the zone's clock has it", () => {
  // 22:00 on Sunday in UTC is Monday 07:00 in Tokyo.
  const week = foldHours(hours("2026-11-22T22:00:00Z", "2026-11-22T23:00:00Z", 5), "requests", LATE, "Asia/Tokyo");
  expect(week[0]?.[7]).toEqual({ sum: 5, times: 1 });
  expect(week.flat().reduce((sum, cell) => sum + cell.sum, 0)).toBe(5);
});

it("knows that an hour is left out when clocks go forward", () => {
  const week = foldHours(hours("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), "requests", LATE, "Europe/Berlin");
  expect(times(week, SUNDAY)).toEqual([1, 1, 0, ...Array<number>(21).fill(1)]);
  expect(week[SUNDAY]?.map(meanOf)[2]).toBeNull();
});

it("knows that an hour comes twice when clocks go back, and means over both", () => {
  const week = foldHours(hours("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 3), "requests", LATE, "Europe/Berlin");
  expect(times(week, SUNDAY)).toEqual([1, 1, 2, ...Array<number>(21).fill(1)]);
  expect(week[SUNDAY]?.map(meanOf)).toEqual(Array<number>(24).fill(3));
});

it("keeps every request, in every zone", () => {
  const year = hours("2026-01-01T00:00:00Z", "2026-03-31T00:00:00Z", 2);
  for (const tz of ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]) {
    expect(foldHours(year, "requests", LATE, tz).flat().reduce((sum, cell) => sum + cell.sum, 0)).toBe(year.length * 2);
  }
});

it("leaves out hours that have not begun", () => {
  const week = foldHours(hours("2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"), "requests", "2026-11-23T01:30:00Z", "UTC");
  expect(times(week, 0)).toEqual([1, 1, ...Array<number>(22).fill(0)]);
});

it("finds the busiest hour by its mean, not by its sum", () => {
  const often = hours("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", 4).concat(hours("2026-11-30T09:00:00Z", "2026-11-30T10:00:00Z", 4));
  const once = hours("2026-11-24T14:00:00Z", "2026-11-24T15:00:00Z", 6);
  expect(busiest(foldHours([...often, ...once], "requests", LATE, "UTC"))).toEqual({ weekday: 1, hour: 14, mean: 6 });
  expect(busiest(foldHours([], "requests", LATE, "UTC"))).toBeNull();
});

it("asks for the hours of 90 days at most, none of them ahead", () => {
  const period = (from: string, to: string) => ({ name: null, from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z`, tz: "UTC" });
  expect(rangeOfHours("90d", period("2026-09-02", "2026-12-01"), "2026-11-30T18:00:00Z")).toEqual({ range: "90d", part: false });
  expect(rangeOfHours("12mo", period("2025-12-01", "2026-12-01"), "2026-11-23T18:00:00Z")).toEqual({
    range: { start: "2026-08-26", end: "2026-11-23" },
    part: true,
  });
  const past = { start: "2025-01-01", end: "2025-12-31" };
  expect(rangeOfHours(past, period("2025-01-01", "2026-01-01"), "2026-11-23T18:00:00Z").range).toEqual({ start: "2025-10-03", end: "2025-12-31" });
});
