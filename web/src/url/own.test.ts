// What is one page's own is read from addresses that anyone can write.
import { expect, it } from "vitest";
import { ownOf, withOwn } from "./own.ts";

it("sets one parameter and keeps the others", () => {
  expect(withOwn({ own: { sort: "-p95" } }, "metric", "latency")).toEqual({ sort: "-p95", metric: "latency" });
  expect(withOwn({ own: { sort: "-p95", metric: "latency" } }, "metric", null)).toEqual({ sort: "-p95" });
});

it("falls back on the first value", () => {
  expect(ownOf({ own: { measure: "output" } }, "measure", ["requests", "output"])).toBe("output");
  expect(ownOf({ own: { measure: "colour" } }, "measure", ["requests", "output"])).toBe("requests");
  expect(ownOf({ own: {} }, "measure", ["requests", "output"])).toBe("requests");
});
