// A click on a chart leads to exactly the requests that the point is made of.
import { expect, it } from "vitest";
import { readScope, writeScope } from "../url/scope.ts";
import { rowsOfPoint } from "./point.ts";

const period = { name: null, from: "2026-11-05T00:00:00Z", to: "2026-11-14T00:00:00Z", tz: "UTC" };
const weeks = { grain: "week", buckets: [{ start: "2026-11-02T00:00:00Z" }, { start: "2026-11-09T00:00:00Z" }] } as const;

it("leads to the part of a bucket that lies in the span", () => {
  const scope = readScope("/ui/usage?start_date=2026-11-05&end_date=2026-11-13&model=m");
  const address = (start: string) => {
    const rows = rowsOfPoint(scope, weeks, period, start);
    return rows && writeScope(rows);
  };
  expect(address("2026-11-02T00:00:00Z")).toBe("/ui/requests?start_date=2026-11-05&end_date=2026-11-08&model=m");
  expect(address("2026-11-09T00:00:00Z")).toBe("/ui/requests?start_date=2026-11-09&end_date=2026-11-13&model=m");
  expect(address("2026-11-16T00:00:00Z")).toBeNull();
});
