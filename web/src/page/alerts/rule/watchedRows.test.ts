// The link holds the rule's window and filters, whatever other pages are narrowed to.
import { expect, it } from "vitest";
import type { AlertItem } from "../../../api/types.ts";
import { readScope, writeScope } from "../../../url/scope.ts";
import { watchedRows } from "./watchedRows.ts";

const ITEM: AlertItem = {
  id: "i", name: "n", metric: "cost", threshold: "1", window_minutes: 90, provider: "openai", state: "OK", state_since: "s", value: null,
  evaluated_at: "2026-11-23T10:00:00.000Z", created_at: "c",
};
const scope = readScope("/ui/alerts/i?model=other&past=30d");
const address = (item: AlertItem) => decodeURIComponent(writeScope(watchedRows(scope, item, "2026-11-23T11:00:00.000Z").to));

it("leads to the rows of the window", () => {
  expect(address(ITEM)).toBe("/ui/requests?provider=openai&from=2026-11-23T08:30:00.000Z&to=2026-11-23T10:00:00.000Z");
  expect(address({ ...ITEM, metric: "unpriced", evaluated_at: null })).toBe(
    "/ui/requests?provider=openai&priced=false&from=2026-11-23T09:30:00.000Z&to=2026-11-23T11:00:00.000Z",
  );
  expect(address({ ...ITEM, metric: "error_rate" })).toContain("succeeded=false");
});
