// The address holds the scope, and nothing in it can break the page.
import { expect, it } from "vitest";
import { DEFAULT_CUT } from "./cut.ts";
import { readScope, writeScope, type Scope } from "./scope.ts";

const HOME: Scope = { page: "overview", range: "30d", tz: null, tenantId: null, cut: DEFAULT_CUT };

it("reads back what it writes", () => {
  for (const range of ["7d", { start: "2026-11-03", end: "2026-11-15" }] as const) {
    const cut = { groupBy: "user", filters: { provider: "openai", model: "a/b c" } } as const;
    const scope = { page: "costs", range, tz: "Europe/Berlin", tenantId: "01939f4e-0000-7000-8000-000000000000", cut } as const;
    expect(readScope(writeScope(scope))).toEqual(scope);
  }
});

it("falls back on what it does not know", () => {
  expect(readScope("/nowhere?period=99y&tz=Mars/Base&group_by=colour")).toEqual(HOME);
});

it("leaves defaults out", () => {
  expect(writeScope(HOME)).toBe("/");
  expect(writeScope({ ...HOME, page: "costs" })).toBe("/ui/costs");
});
