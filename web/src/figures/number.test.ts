// Counts, shares and durations read the same everywhere, and unknown never reads as zero.
import { expect, it } from "vitest";
import { bytes, count, counted, countShort, duration, lasting, percent, rate } from "./number.ts";

it("writes durations in the unit that suits them", () => {
  expect([0, 812.4, 999.6, 1240, 12_345, 125_000].map(duration)).toEqual([
    "0 ms",
    "812 ms",
    "1.00 s",
    "1.24 s",
    "12.3 s",
    "2 min 5 s",
  ]);
});

it("writes how long something lasts in two units at most", () => {
  expect([0, 60, 135, 120, 1440, 4560, 44_640].map(lasting)).toEqual(["0 min", "60 min", "2 h 15 min", "2 h", "24 h", "3 d 4 h", "31 d"]);
});

it("writes unknown as a dash", () => {
  expect([duration(null), percent(null), rate(null)]).toEqual(["\u2014", "\u2014", "\u2014"]);
});

it("writes counts and shares", () => {
  expect(count(1_234_567)).toBe("1,234,567");
  expect([9999, 12_345, 1_240_000].map(countShort)).toEqual(["9,999", "12.3K", "1.24M"]);
  expect([percent(98.214), percent(-3.2, 1)]).toEqual(["98.21%", "\u22123.2%"]);
  expect([counted(1, "request"), counted(0, "request")]).toEqual(["1 request", "0 requests"]);
});

it("writes sizes in the unit that suits them", () => {
  const sizes = [0, 1, 812, 1_240, 999_400, 999_999, 12_345_678, 3e9, 4e12].map(bytes);
  expect(sizes).toEqual(["0 bytes", "1 byte", "812 bytes", "1.24 kB", "999 kB", "1.00 MB", "12.3 MB", "3.00 GB", "4000 GB"]);
});
