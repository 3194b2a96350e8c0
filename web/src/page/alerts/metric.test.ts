// Bounds go to the API and come back without losing a digit, in the unit people type.
import { expect, it } from "vitest";
import { bound, METRICS, readBound, reading, typedBound } from "./metric.ts";

it("reads a field into the API's unit", () => {
  expect(readBound("cost", " $1,234.50 ")).toEqual({ decimal: "1234.5" });
  expect(readBound("error_rate", "2.5%")).toEqual({ decimal: "0.025" });
  expect(readBound("error_rate", "0.0000000001")).toEqual({ decimal: "0.000000000001" });
  expect(readBound("latency_p95", "2000")).toEqual({ decimal: "2000" });
});

it.each([
  ["cost", ""],
  ["cost", "-1"],
  ["cost", "1e3"],
  ["cost", "0.00000000001"],
  ["error_rate", "101"],
  ["requests", "1000000000001"],
] as const)("refuses %s of %j", (metric, typed) => {
  expect(readBound(metric, typed)).toHaveProperty("refused");
});

it("gives back in the field what was read from it", () => {
  for (const metric of METRICS) {
    for (const typed of ["0", "7", "2.5", "99.1234567891"]) {
      const read = readBound(metric, typed);
      expect("decimal" in read && typedBound(metric, read.decimal)).toBe(typed);
    }
  }
});

it("writes bounds exactly and figures as people read them", () => {
  expect([bound("cost", "25"), bound("error_rate", "0.025"), bound("ttft_p95", "1500"), bound("latency_p95", "800"), bound("requests", "20")]).toEqual([
    "$25.00", "2.5%", "1.5 s", "800 ms", "20",
  ]);
  expect([reading("cost", "3.214567"), reading("error_rate", "0.053333"), reading("latency_p95", "1240"), reading("unpriced", "12345"), reading("cost", null)]).toEqual([
    "$3.21", "5.33%", "1.24 s", "12,345", "\u2014",
  ]);
});
