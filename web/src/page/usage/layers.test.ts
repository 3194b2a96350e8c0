// The layers of the chart hold every request and token, whichever measure is shown.
import { expect, it } from "vitest";
import type { UsageAnswer } from "../../api/types.ts";
import { OTHER_COLOUR, SERIES_COLOURS } from "../../chart/palette.ts";
import { byMeasure, chartRows, layersOf } from "./layers.ts";
import { MEASURES, amountOf } from "./measures.ts";

const START = ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"];

function traffic(requests: number, each: number) {
  const tokens = { input: requests * each, output: requests * 2, cache_read: each, cache_write_5m: 0, cache_write_1h: 0, reasoning: each % 3 };
  return { requests, tokens };
}

function sum(parts: ReturnType<typeof traffic>[]) {
  const of = (name: keyof ReturnType<typeof traffic>["tokens"]) => parts.reduce((whole, part) => whole + part.tokens[name], 0);
  return {
    requests: parts.reduce((whole, part) => whole + part.requests, 0),
    tokens: {
      input: of("input"), output: of("output"), cache_read: of("cache_read"), cache_write_5m: 0, cache_write_1h: 0, reasoning: of("reasoning"),
    },
  };
}

/** An answer of nine models and what is left over, over two days. */
function answer(): UsageAnswer {
  const cells = Array.from({ length: 10 }, (_, group) => START.map((_, day) => traffic(20 - group + day, 10 + group * group)));
  const groups = cells.map((days, group) => ({
    kind: group === 9 ? "other" : "value",
    key: group === 9 ? null : `m${group}`,
    label: `m${group}`,
    total: sum(days),
    buckets: days.map((day, at) => ({ start: START[at], ...day })),
  }));
  const buckets = START.map((start, at) => ({ start, ...sum(cells.flatMap((days) => days.slice(at, at + 1))) }));
  return { groups, buckets, total: sum(cells.flat()), as_of: "2026-11-01T12:00:00Z", compared: null } as unknown as UsageAnswer;
}

it("sums to the whole in every bucket, for every measure", () => {
  const whole = answer();
  for (const measure of MEASURES) {
    const layers = layersOf(whole, "model", measure);
    expect(layers.reduce((amount, layer) => amount + layer.total, 0)).toBe(amountOf(whole.total, measure));
    whole.buckets.forEach((bucket, at) => {
      expect(layers.reduce((amount, layer) => amount + (layer.amounts[at] ?? 0), 0)).toBe(amountOf(bucket, measure));
    });
  }
});

it("gives the colours to the largest of the measure, and one to all others", () => {
  const names = (measure: "requests" | "cached") => layersOf(answer(), "model", measure).map(({ name }) => name);
  expect(names("requests")).toEqual(["m0", "m1", "m2", "m3", "m4", "m5", "Other"]);
  expect(names("cached")).toEqual(["m8", "m7", "m6", "m5", "m4", "m3", "Other"]);
  expect(layersOf(answer(), "model", "requests").map(({ colour }) => colour)).toEqual([...SERIES_COLOURS, OTHER_COLOUR]);
  expect(byMeasure(answer().groups, "cached").at(-1)?.kind).toBe("other");
});

it("leaves out what has nothing", () => {
  const none = { ...answer(), groups: [], total: sum([]), buckets: START.map((start) => ({ start, ...sum([]) })) } as unknown as UsageAnswer;
  expect(layersOf(none, "model", "input")).toEqual([]);
});

it("draws nothing where no bucket has begun, and beside each bucket the one before", () => {
  const compared = { buckets: [{ start: "2026-10-30T00:00:00Z", ...traffic(7, 1) }] };
  const whole = { ...answer(), compared } as unknown as UsageAnswer;
  const [first, second] = chartRows(whole, layersOf(whole, "model", "requests"), "requests");
  expect(first).toMatchObject({ whole: 155, then: 7 });
  expect(second).toEqual({ start: START[1], whole: null, then: null, amounts: Array<null>(7).fill(null) });
});
