// What has nothing to be compared with has no change: it is not one of 0 %.
import { expect, it } from "vitest";
import { changePercent, partPercent } from "./change.ts";

it("says the change in percent of what was", () => {
  expect([changePercent(15, 10), changePercent(5, 10), changePercent(10, 10), changePercent(0, 10)]).toEqual([50, -50, 0, -100]);
  expect(changePercent(10, 0)).toBeNull();
});

it("says a part in percent of the whole", () => {
  expect([partPercent(1, 4), partPercent(0, 4)]).toEqual([25, 0]);
  expect(partPercent(0, 0)).toBeNull();
});
