// Ranges are read from addresses that anyone can write, and are written as people say them.
import { expect, it } from "vitest";
import { during, lastMonth, lastQuarter, PERIODS, rangeLabel, rangeParams, rangeWords, readRange, whyNot } from "./range.ts";

it("reads back what it writes", () => {
  for (const range of [...PERIODS, { start: "2026-11-03", end: "2026-11-15" }, { start: "2024-02-29", end: "2024-02-29" }]) {
    expect(readRange(new URLSearchParams(rangeParams(range)))).toEqual(range);
  }
});

it("falls back on what is no range", () => {
  for (const search of [
    "period=99y",
    "start_date=2026-11-03",
    "end_date=2026-11-03",
    "start_date=2026-11-15&end_date=2026-11-03",
    "start_date=2026-02-30&end_date=2026-03-01",
    "start_date=yesterday&end_date=today",
    "start_date=2026-1-1&end_date=2026-1-2",
  ]) {
    expect(readRange(new URLSearchParams(search)), search).toBe("30d");
  }
  expect(readRange(new URLSearchParams("period=7d&start_date=2026-11-15&end_date=2026-11-03"))).toBe("7d");
});

it("says what is missing", () => {
  expect(whyNot({ start: "", end: "2026-11-03" })).toMatch(/first day/);
  expect(whyNot({ start: "2026-11-03", end: "" })).toMatch(/last day/);
  expect(whyNot({ start: "2026-11-03", end: "2026-11-02" })).toMatch(/before the first/);
  expect(whyNot({ start: "2026-11-03", end: "2026-11-03" })).toBeNull();
});

it("writes what two dates share once", () => {
  const range = (start: string, end: string) => ({ start, end });
  expect(rangeLabel(range("2026-11-03", "2026-11-15"))).toBe("3\u201315 Nov 2026");
  expect(rangeLabel(range("2026-10-03", "2026-11-15"))).toBe("3 Oct \u2013 15 Nov 2026");
  expect(rangeLabel(range("2025-12-03", "2026-11-15"))).toBe("3 Dec 2025 \u2013 15 Nov 2026");
  expect(rangeLabel(range("2026-11-03", "2026-11-03"))).toBe("3 Nov 2026");
  expect(rangeWords(range("2026-11-03", "2026-11-15"))).toBe("3 to 15 Nov 2026");
  expect(rangeWords("30d")).toBe("the last 30 days");
});

it("says when", () => {
  expect(during("today")).toBe("today");
  expect(during("7d")).toBe("in the last 7 days");
  expect(during({ start: "2026-11-03", end: "2026-11-15" })).toBe("from 3 to 15 Nov 2026");
  expect(during({ start: "2026-11-03", end: "2026-11-03" })).toBe("on 3 Nov 2026");
});

it("finds the month and the quarter before", () => {
  expect(lastMonth("2026-11-28")).toEqual({ start: "2026-10-01", end: "2026-10-31" });
  expect(lastMonth("2027-01-01")).toEqual({ start: "2026-12-01", end: "2026-12-31" });
  expect(lastMonth("2028-03-31")).toEqual({ start: "2028-02-01", end: "2028-02-29" });
  expect(lastQuarter("2026-11-28")).toEqual({ start: "2026-07-01", end: "2026-09-30" });
  expect(lastQuarter("2026-01-05")).toEqual({ start: "2025-10-01", end: "2025-12-31" });
  expect(lastQuarter("2026-06-30")).toEqual({ start: "2026-01-01", end: "2026-03-31" });
});
