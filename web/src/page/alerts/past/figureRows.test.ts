// The axis holds every figure and the bound, in the unit people read.
import { expect, it } from "vitest";
import type { AlertPoint } from "../../../api/types.ts";
import { figureRows, figureScale } from "./figureRows.ts";

const point = (value: string | null): AlertPoint => ({ at: "2026-11-23T10:00:00.000Z", value, state: "OK" });

it("draws shares as percent and nothing where there is no telling", () => {
  expect(figureRows("error_rate", [point("0.25"), point(null)]).map(({ position }) => position)).toEqual([25, null]);
});

it("makes axes that hold the bound above all figures", () => {
  const labels = (...args: Parameters<typeof figureScale>) => {
    const { ticks, tickFormatter } = figureScale(...args);
    return ticks.map(tickFormatter);
  };
  expect(labels("cost", [point("3"), point(null)], ["25"])).toEqual(["$0", "$10", "$20", "$30"]);
  expect(labels("error_rate", [point("0.01")], ["0.05"])).toEqual(["0%", "2%", "4%", "6%"]);
  expect(labels("latency_p95", [point("900")], ["2000"])).toEqual(["0 ms", "500 ms", "1.00 s", "1.50 s", "2.00 s"]);
  expect(labels("unpriced", [point("1")], ["0"])).toEqual(["0", "", "1"]);
});
