// What is typed becomes the rule that was meant, or is refused at its field.
import { expect, it } from "vitest";
import type { AlertRule } from "../../../api/types.ts";
import { BLANK, checked, fieldOf, type Form, formOf, toShow, withMetric } from "./form.ts";

const RULE: AlertRule = {
  name: "Slow", metric: "latency_p95", comparison: "above", threshold: "2000.5", recovery_threshold: "1500", window_minutes: 1440, for_minutes: 10,
  recovery_minutes: 2880, provider: "openai", model: null, route: null, min_requests: 20, enabled: false,
};
const SPEND: Form = { ...BLANK, threshold: "25" };

it("gives back the rule it was made of", () => {
  const form = formOf(RULE);
  expect([form.window_minutes, form.for_minutes, form.recovery_minutes]).toEqual([
    { amount: "24", unit: "h" }, { amount: "10", unit: "min" }, { amount: "2", unit: "d" },
  ]);
  expect(checked(form)).toEqual({ rule: RULE, refused: {} });
  const share: AlertRule = { ...RULE, metric: "error_rate", threshold: "0.025", recovery_threshold: null };
  expect(formOf(share).threshold).toBe("2.5");
  expect(checked(formOf(share)).rule).toEqual(share);
});

it("names a rule by what it says, where its owner does not", () => {
  expect(checked(SPEND).rule?.name).toBe("Cost above $25.00 in 60 min");
  expect(checked({ ...SPEND, name: "  Mine " }).rule?.name).toBe("Mine");
});

it.each<[Partial<Form>, keyof Form]>([
  [{ threshold: "" }, "threshold"],
  [{ threshold: "much" }, "threshold"],
  [{ metric: "error_rate", threshold: "101" }, "threshold"],
  [{ window_minutes: { amount: "0", unit: "h" } }, "window_minutes"],
  [{ window_minutes: { amount: "32", unit: "d" } }, "window_minutes"],
  [{ for_minutes: { amount: "1.5", unit: "h" } }, "for_minutes"],
  [{ recovery_minutes: { amount: "-1", unit: "min" } }, "recovery_minutes"],
  [{ recovery_threshold: "26" }, "recovery_threshold"],
  [{ comparison: "below", recovery_threshold: "24" }, "recovery_threshold"],
  [{ min_requests: "" }, "min_requests"],
  [{ name: "x".repeat(101) }, "name"],
])("refuses %j at %s alone", (part, field) => {
  const { rule, refused } = checked({ ...SPEND, ...part });
  expect(rule).toBeNull();
  expect(Object.keys(refused)).toEqual([field]);
});

it("takes the recovery bound on the safe side, and on the bound itself", () => {
  for (const [comparison, recovery_threshold] of [["above", "24"], ["above", "25"], ["below", "26"]] as const) {
    expect(checked({ ...SPEND, comparison, recovery_threshold }).rule?.recovery_threshold).toBe(recovery_threshold);
  }
});

it("leaves bounds out when the metric's unit changes", () => {
  const form = { ...SPEND, recovery_threshold: "20" };
  expect(withMetric(form, "error_rate")).toMatchObject({ threshold: "", recovery_threshold: "" });
  expect(withMetric(formOf(RULE), "ttft_p95")).toMatchObject({ metric: "ttft_p95", threshold: "2000.5" });
});

it("does not blame what nobody has typed in yet", () => {
  const { refused } = checked(BLANK);
  expect(toShow(BLANK, refused, false)).toEqual({});
  expect(toShow(BLANK, refused, true)).toHaveProperty("threshold");
});

it("finds the field that the API names", () => {
  const named = ["route", "recovery_threshold", "tenant_id", null];
  expect(named.map((field) => fieldOf({ field }))).toEqual(["route", "recovery_threshold", null, null]);
});
