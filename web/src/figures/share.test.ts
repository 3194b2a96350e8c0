// A part of nothing is not 0 %.
import { expect, it } from "vitest";
import { partPercent } from "./share.ts";

it("says a part in percent of the whole", () => {
  expect([partPercent(1, 4), partPercent(0, 4)]).toEqual([25, 0]);
  expect(partPercent(0, 0)).toBeNull();
});
