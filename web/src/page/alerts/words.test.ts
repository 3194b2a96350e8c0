// A rule reads as a sentence, and goes back to the API without what the server added.
import { expect, it } from "vitest";
import type { AlertItem } from "../../api/types.ts";
import { filtersOf, ruleOf, ruleWords } from "./words.ts";

it("says a rule in words", () => {
  expect(ruleWords({ name: "n", metric: "cost", threshold: "25", window_minutes: 60, provider: "openai", for_minutes: 0 })).toBe(
    "Cost above $25.00 in 60 min, provider openai",
  );
  expect(ruleWords({ name: "n", metric: "error_rate", comparison: "below", threshold: "0.05", window_minutes: 1440, for_minutes: 10, model: "a/b", route: null })).toBe(
    "Error rate below 5% in 24 h for 10 min, model a/b",
  );
});

it("takes the rule out of an item", () => {
  const rule = { name: "n", metric: "requests" as const, threshold: "1", window_minutes: 5, route: "fast", enabled: false };
  const item: AlertItem = { ...rule, id: "i", state: "OK", state_since: "s", value: null, evaluated_at: null, created_at: "c" };
  expect(ruleOf(item)).toEqual(rule);
  expect(filtersOf(rule)).toEqual({ route: "fast" });
});
