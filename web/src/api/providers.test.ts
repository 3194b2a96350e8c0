// The width of the buckets follows the range, so that an answer stays small and a bad hour of a week shows.
import { expect, it } from "vitest";
import { grainOf } from "./providers.ts";

it("asks for hours of a week, days of a quarter, weeks of a year", () => {
  expect((["today", "24h", "7d", "30d", "90d", "mtd", "12mo"] as const).map(grainOf)).toEqual(["hour", "hour", "hour", "day", "day", "day", "week"]);
  const days = (start: string, end: string) => grainOf({ start, end });
  expect([days("2026-11-03", "2026-11-10"), days("2026-11-03", "2026-11-11"), days("2026-01-01", "2026-06-30")]).toEqual(["hour", "day", "week"]);
});
