// No token is counted in two classes, and none is left out.
import { expect, it } from "vitest";
import { tokenClasses } from "./tokenClasses.ts";

it("sums to all input and output", () => {
  const classes = tokenClasses({ input: 1000, cache_read: 400, cache_write_5m: 50, cache_write_1h: 25, output: 300, reasoning: 120 });
  expect(classes.map(({ tokens }) => tokens)).toEqual([525, 400, 75, 180, 120]);
  expect(classes.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(1300);
});
