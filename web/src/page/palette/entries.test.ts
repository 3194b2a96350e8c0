// The palette finds by any words of a name, and opens a request by its id.
import { expect, it } from "vitest";
import type { ViewItem } from "../../api/types.ts";
import { readScope, writeScope } from "../../url/scope.ts";
import { entriesFor, stepped } from "./entries.ts";

const ID = "01a22db2-794e-7ec0-bf31-1ea7748286f7";
const VIEW = { id: "v", name: "Failed at night", page: "requests", query: "succeeded=false", created_at: "2026-11-23T00:00:00Z" } as ViewItem;
const find = (typed: string, address = "/ui/costs?period=7d&provider=openai") =>
  entriesFor(typed, readScope(address), ["overview", "costs", "requests"], [VIEW]).map(({ kind, name, to }) => [kind, name, writeScope(to)]);

it("finds pages, views and periods by their words", () => {
  expect(find("reques")).toEqual([["Page", "Requests", "/ui/requests?period=7d&provider=openai"]]);
  expect(find("NIGHT view")).toEqual([["View", "Failed at night", "/ui/requests?succeeded=false"]]);
  expect(find("last 24")).toEqual([["Period", "Show the last 24 hours", "/ui/costs?period=24h&provider=openai"]]);
  expect(find("nothing like it")).toEqual([]);
  expect(find("").map(([kind]) => kind)).toEqual([...Array<string>(3).fill("Page"), "View", ...Array<string>(7).fill("Period")]);
});

it("offers periods only where there is a range", () => {
  expect(find("period", "/ui/alerts")).toEqual([]);
});

it("opens a request by its id alone", () => {
  expect(find(` ${ID.toUpperCase()} `, "/?period=7d")).toEqual([["Request", `Open request ${ID.toUpperCase()}`, `/ui/requests?period=7d&event=${ID}`]]);
  expect(find(ID.slice(0, 20))).toEqual([]);
});

it("steps around the ends", () => {
  expect([stepped(0, -1, 3), stepped(2, 1, 3), stepped(0, 1, 3), stepped(0, 1, 0)]).toEqual([2, 0, 1, 0]);
});
