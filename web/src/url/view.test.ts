// A view leads back to what it was made of, for whichever tenant.
import { expect, it } from "vitest";
import { readScope } from "./scope.ts";
import { isShown, scopeOf, viewOf } from "./view.ts";

const ADDRESSES = [
  "/",
  "/?period=7d&tz=Europe/Berlin",
  "/ui/costs?start_date=2026-11-03&end_date=2026-11-15&group_by=user&then_by=model&provider=openai&model=a%2Fb&compare=previous",
  "/ui/requests?period=24h&client=Cursor%2F2.1&succeeded=false&from=2026-11-23T14%3A00%3A00Z&to=2026-11-23T15%3A00%3A00Z",
  "/ui/alerts",
];

it("leads back to what it was made of", () => {
  for (const address of ADDRESSES) {
    const scope = readScope(address);
    const view = viewOf(scope);
    expect(view && scopeOf(view, null)).toEqual(scope);
    expect(ADDRESSES.filter((each) => view && isShown(view, readScope(each)))).toEqual([address]);
  }
});

it("keeps no tenant, and looks at whichever is shown", () => {
  const scope = readScope("/ui/costs?tenant_id=t1&period=7d");
  const view = viewOf(scope);
  expect(view).toEqual({ page: "costs", query: "period=7d" });
  expect(view && scopeOf(view, "t2")).toEqual({ ...scope, tenantId: "t2" });
  expect(view && isShown(view, scope)).toBe(true);
});

it("is of a page, not of what is open on it, and never of settings", () => {
  const rule = readScope("/ui/alerts/01939f4e");
  expect(viewOf(rule)).toEqual({ page: "alerts", query: "" });
  expect(isShown({ page: "alerts", query: "" }, rule)).toBe(false);
  expect(viewOf(readScope("/ui/settings/keys"))).toBeNull();
});

it("reads what a later version chose, and leaves out what it does not know", () => {
  expect(scopeOf({ page: "costs", query: "period=7d&colour=blue&tenant_id=t9" }, null)).toEqual(readScope("/ui/costs?period=7d"));
});
