// The address holds the scope, and nothing in it can break the page.
import { expect, it } from "vitest";
import { readScope, writeScope } from "./scope.ts";

it("reads back what it writes", () => {
  for (const range of ["7d", { start: "2026-11-03", end: "2026-11-15" }] as const) {
    const scope = { range, tz: "Europe/Berlin", tenantId: "01939f4e-0000-7000-8000-000000000000" };
    expect(readScope(writeScope(scope))).toEqual(scope);
  }
});

it("falls back on what it does not know", () => {
  expect(readScope("?period=99y&tz=Mars/Base")).toEqual({ range: "30d", tz: null, tenantId: null });
});

it("leaves defaults out", () => {
  expect(writeScope({ range: "30d", tz: null, tenantId: null })).toBe("");
});
