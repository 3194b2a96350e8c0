// A rule in words, and nothing but the rule: what the API takes.
import type { AlertItem, AlertRule, AlertState } from "../../api/types.ts";
import { lasting } from "../../figures/number.ts";
import type { Filters } from "../../url/cut.ts";
import { bound, METRIC_FACTS } from "./metric.ts";

export const STATE_WORDS: Record<AlertState, string> = { ALERT: "Firing", OK: "Within bounds", NO_DATA: "No data" };

/** The filters that a rule can have. */
export const RULE_FILTERS = ["provider", "model", "route"] as const;
export type RuleFilter = (typeof RULE_FILTERS)[number];

/** `Cost above $25.00 in 60 min for 10 min, provider openai`. */
export function ruleWords(rule: AlertRule): string {
  const waits = rule.for_minutes ?? 0;
  const filters = Object.entries(filtersOf(rule)).map(([name, value]) => `, ${name} ${value}`);
  return `${METRIC_FACTS[rule.metric].name} ${boundWords(rule)} in ${lasting(rule.window_minutes)}${waits > 0 ? ` for ${lasting(waits)}` : ""}${filters.join("")}`;
}

/** `above $25.00`. */
export function boundWords({ metric, comparison, threshold }: AlertRule): string {
  return `${comparison ?? "above"} ${bound(metric, threshold)}`;
}

/** What a rule is narrowed to. */
export function filtersOf(rule: AlertRule): Filters {
  const set = RULE_FILTERS.flatMap((name) => {
    const value = rule[name] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

/** The rule of an item, without what the server adds. */
export function ruleOf(item: AlertItem): AlertRule {
  const rule: AlertRule & Partial<Omit<AlertItem, keyof AlertRule>> = { ...item };
  delete rule.id;
  delete rule.state;
  delete rule.state_since;
  delete rule.value;
  delete rule.evaluated_at;
  delete rule.created_at;
  return rule;
}
