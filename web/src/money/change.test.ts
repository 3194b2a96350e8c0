// A change is told against what was before, and not at all where that is nothing.
import { expect, it } from "vitest";
import { changePercent, countChange } from "./change.ts";

it("tells how much more or less", () => {
  expect(changePercent("1.5", "1")).toBe(50);
  expect(changePercent("0.999", "1")).toBe(-0.1);
  expect(changePercent("-2", "-1")).toBe(-100);
  expect(changePercent("123456789012.000000000001", "123456789012")).toBe(0);
  expect(countChange(3, 2)).toBe(50);
  expect([changePercent("0", "0"), countChange(0, 0)]).toEqual([0, 0]);
});

it("tells nothing where there is nothing to compare with", () => {
  expect([changePercent(null, "1"), changePercent("1", null), changePercent("1", "0"), countChange(1, 0)]).toEqual([null, null, null, null]);
});
