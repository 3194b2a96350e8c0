// The address holds the scope, and nothing in it can break the page.
import { expect, it } from "vitest";
import { DEFAULT_CUT } from "./cut.ts";
import { rowOf, rowsOf, rowsOfBucket } from "./rows.ts";
import { changed, isOffRange, readScope, writeScope, type Scope } from "./scope.ts";

const HOME: Scope = { page: "overview", sub: null, range: "30d", tz: null, tenantId: null, cut: DEFAULT_CUT, compare: null, own: {} };

it("reads back what it writes", () => {
  for (const range of ["7d", { start: "2026-11-03", end: "2026-11-15" }] as const) {
    const cut = { groupBy: "user", thenBy: "model", filters: { provider: "openai", model: "a/b c" } } as const;
    const whole = { ...HOME, range, tz: "Europe/Berlin", tenantId: "01939f4e-0000-7000-8000-000000000000", cut, compare: "last_year" } as const;
    for (const scope of [
      { ...whole, page: "costs" },
      { ...whole, page: "requests", own: { succeeded: "false" } },
      { ...whole, page: "settings", sub: "keys" },
    ] as const) {
      expect(readScope(writeScope(scope))).toEqual(scope);
    }
  }
});

it("falls back on what it does not know", () => {
  expect(readScope("/nowhere?period=99y&tz=Mars/Base&group_by=colour")).toEqual(HOME);
});

it("leaves defaults out", () => {
  expect(writeScope(HOME)).toBe("/");
  expect(writeScope({ ...HOME, page: "costs" })).toBe("/ui/costs");
});

it("keeps what is one page's own on that page", () => {
  const rows: Scope = { ...HOME, page: "requests", own: { succeeded: "false" } };
  expect(changed(rows, { range: "7d" })).toEqual({ ...rows, range: "7d" });
  expect(changed(rows, { page: "costs" })).toEqual({ ...HOME, page: "costs" });
  expect(readScope("/ui/costs?succeeded=false")).toEqual({ ...HOME, page: "costs" });
});

it("gives up a span of moments for a range", () => {
  const hour = { from: "2026-11-23T14:00:00Z", to: "2026-11-23T15:00:00Z" };
  const rows: Scope = { ...HOME, page: "requests", own: { ...hour, priced: "false" } };
  expect([rows, changed(rows, { range: "7d" })].map(isOffRange)).toEqual([true, false]);
  expect(changed(rows, { range: "7d" }).own).toEqual({ priced: "false" });
  expect(changed(rows, { tz: "UTC" }).own).toEqual(rows.own);
});

it("leaves filters behind that narrowed nothing", () => {
  const cut = { ...DEFAULT_CUT, filters: { provider: "openai", model: "m" } };
  expect(rowsOf({ ...HOME, cut }, { user_id: "u" }).cut.filters).toEqual({ user_id: "u" });
  expect(rowsOf({ ...HOME, cut, page: "providers" }).cut.filters).toEqual({ provider: "openai" });
  expect(writeScope(rowOf(HOME, "e"))).toBe("/ui/requests?event=e");
});

it("leads from a figure to its rows", () => {
  const day = { start: "2026-11-22T23:00:00Z", end: "2026-11-23T23:00:00Z", tz: "Europe/Berlin" };
  const rows = rowsOf({ ...HOME, page: "costs" }, { model: "m" }, { succeeded: "false" });
  expect(writeScope(rows)).toBe("/ui/requests?model=m&succeeded=false");
  expect(writeScope(rowsOfBucket(HOME, { ...day, grain: "day" }))).toBe("/ui/requests?start_date=2026-11-23&end_date=2026-11-23");
  expect(rowsOfBucket(HOME, { ...day, grain: "hour" })).toMatchObject({ range: "30d", own: { from: day.start, to: day.end } });
});
