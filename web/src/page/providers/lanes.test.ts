// The time line shows what lies in the span and no more, and no minute is counted twice.
import { expect, it } from "vitest";
import type { Outage, ProviderBucket, ProviderSeries } from "../../api/types.ts";
import { outagesOf, stretch, timeOut, tints, tracks } from "./lanes.ts";

const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, "0")}:00:00Z`;
const SPAN = { from: at(0), to: at(10) };
const NOW = at(8);

function outage(from: number, to: number | null): Outage {
  return { provider: "a", model: null, from: at(from), to: to === null ? null : at(to), reason: "timeout_first_byte", last_state: "open" };
}

it("places a stretch in the span", () => {
  expect(stretch(at(2), at(4), SPAN, NOW)).toEqual({ left: 0.2, width: 0.2 });
  expect(stretch(at(6), null, SPAN, NOW)).toEqual({ left: 0.6, width: 0.2 });
  expect(stretch("2026-11-22T12:00:00Z", at(1), SPAN, NOW)).toEqual({ left: 0, width: 0.1 });
  expect(stretch(at(9), at(23), SPAN, NOW)).toEqual({ left: 0.9, width: 0.1 });
  expect(stretch(at(12), at(13), SPAN, NOW)).toBeNull();
});

it("tints what is below, and not what is unknown", () => {
  const buckets = [100, 98.9, null, 94, 99].map((success_percent, hour) => ({ start: at(hour), success_percent })) as unknown as ProviderBucket[];
  expect(tints(buckets, SPAN, NOW).map(({ start, poor }) => [start, poor])).toEqual([[at(1), false], [at(3), true]]);
  expect(tints(buckets, SPAN, NOW)[0]).toMatchObject({ left: 0.1, width: 0.1, percent: 98.9 });
});

it("sums outages once where they overlap, and only within the span", () => {
  const hour = 3_600_000;
  expect(timeOut([], SPAN, NOW)).toBe(0);
  expect(timeOut([outage(3, 5), outage(1, 2)], SPAN, NOW)).toBe(3 * hour);
  expect(timeOut([outage(1, 5), outage(2, 3), outage(4, 6)], SPAN, NOW)).toBe(5 * hour);
  expect(timeOut([outage(7, null)], SPAN, NOW)).toBe(hour);
  expect(timeOut([{ ...outage(0, 1), from: "2026-11-22T00:00:00Z" }], SPAN, NOW)).toBe(hour);
});

it("has a lane for what was asked and for what was out, and each shows what concerns it", () => {
  const of = (provider: string, model: string | null): ProviderSeries => ({ provider, model, simulated: false, buckets: [] });
  const outages = [outage(1, 2), { ...outage(3, 4), model: "m1" }, { ...outage(3, 4), provider: "unasked" }, { ...outage(5, 6), provider: "unasked" }];
  expect(tracks([of("a", null), of("b", null)], outages).map(({ provider }) => provider)).toEqual(["a", "b", "unasked"]);
  expect(outagesOf(of("a", null), outages)).toHaveLength(2);
  expect(outagesOf(of("a", "m1"), outages)).toHaveLength(2);
  expect(outagesOf(of("a", "m2"), outages)).toEqual([outages[0]]);
  expect(outagesOf(of("b", null), outages)).toEqual([]);
});
