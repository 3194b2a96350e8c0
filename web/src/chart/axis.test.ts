// Axes are round, begin at zero and hold every value.
import { expect, it } from "vitest";
import { countScale } from "./axis.ts";

it("steps by round numbers", () => {
  expect(countScale([3, null, 17]).ticks).toEqual([0, 5, 10, 15, 20]);
  expect(countScale([0.4]).ticks).toEqual([0, 0.1, 0.2, 0.30000000000000004, 0.4]);
  expect(countScale([1_234]).domain).toEqual([0, 1_500]);
});

it("has a height where there is nothing", () => {
  expect(countScale([null, 0]).domain).toEqual([0, 1]);
});
