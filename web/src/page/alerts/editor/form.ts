// The editor's fields: from a rule, into a rule, and what is wrong with them, each in the API's name for it.
import type { Problem } from "../../../api/client.ts";
import type { AlertComparison, AlertMetric, AlertRule } from "../../../api/types.ts";
import { parsePico } from "../../../money/pico.ts";
import { METRIC_FACTS, readBound, typedBound } from "../metric.ts";
import { ruleWords } from "../words.ts";

/** A span as it is typed. */
export interface TypedSpan {
  amount: string;
  unit: SpanUnit;
}

export const SPAN_UNITS = ["min", "h", "d"] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];
const UNIT_MINUTES: Record<SpanUnit, number> = { min: 1, h: 60, d: 1440 };
const MOST_MINUTES = 44_640;
const NAME_MOST = 100;

/** All as they stand in their fields; bounds in the unit people type. */
export interface Form {
  name: string;
  metric: AlertMetric;
  comparison: AlertComparison;
  threshold: string;
  recovery_threshold: string;
  window_minutes: TypedSpan;
  for_minutes: TypedSpan;
  recovery_minutes: TypedSpan;
  provider: string;
  model: string;
  route: string;
  min_requests: string;
  enabled: boolean;
}

export type FieldName = keyof Form;
export type Refusals = Partial<Record<FieldName, string>>;

export const BLANK: Form = {
  name: "", metric: "cost", comparison: "above", threshold: "", recovery_threshold: "", window_minutes: { amount: "60", unit: "min" },
  for_minutes: { amount: "0", unit: "min" }, recovery_minutes: { amount: "0", unit: "min" }, provider: "", model: "", route: "", min_requests: "1", enabled: true,
};

const FIELD_NAMES = Object.keys(BLANK) as FieldName[];

/** The fields of a rule. */
export function formOf(rule: AlertRule): Form {
  const recovery = rule.recovery_threshold ?? null;
  return {
    name: rule.name,
    metric: rule.metric,
    comparison: rule.comparison ?? "above",
    threshold: typedBound(rule.metric, rule.threshold),
    recovery_threshold: recovery === null ? "" : typedBound(rule.metric, recovery),
    window_minutes: spanOf(rule.window_minutes),
    for_minutes: spanOf(rule.for_minutes ?? 0),
    recovery_minutes: spanOf(rule.recovery_minutes ?? 0),
    provider: rule.provider ?? "",
    model: rule.model ?? "",
    route: rule.route ?? "",
    min_requests: String(rule.min_requests ?? 1),
    enabled: rule.enabled ?? true,
  };
}

/** In the largest unit that says it in whole numbers. */
function spanOf(minutes: number): TypedSpan {
  const unit = minutes >= 2880 && minutes % 1440 === 0 ? "d" : minutes >= 120 && minutes % 60 === 0 ? "h" : "min";
  return { amount: String(minutes / UNIT_MINUTES[unit]), unit };
}

/** Another metric: bounds in another unit would mean something else, so they are left out. */
export function withMetric(form: Form, metric: AlertMetric): Form {
  const same = METRIC_FACTS[metric].unit === METRIC_FACTS[form.metric].unit;
  return { ...form, metric, ...(same ? {} : { threshold: "", recovery_threshold: "" }) };
}

export interface Checked {
  /** The rule, where nothing is refused. */
  rule: AlertRule | null;
  refused: Refusals;
}

/** Reads the fields. A rule without a name is called by what it says. */
export function checked(form: Form): Checked {
  const refused: Refusals = {};
  const keep = (name: FieldName, read: { decimal: string } | { refused: string }): string => {
    if ("decimal" in read) return read.decimal;
    refused[name] = read.refused;
    return "0";
  };
  const minutes = (name: "window_minutes" | "for_minutes" | "recovery_minutes", least: number): number => {
    const { amount, unit } = form[name];
    const found = /^\d{1,6}$/.test(amount.trim()) ? Number(amount) * UNIT_MINUTES[unit] : null;
    if (found !== null && found >= least && found <= MOST_MINUTES) return found;
    refused[name] = found === null ? "Give a whole number." : found < least ? "Give at least one minute." : "At most 31 days.";
    return least;
  };
  const { metric, comparison } = form;
  const least = form.min_requests.trim();
  if (!/^\d{1,12}$/.test(least)) refused.min_requests = "Give a whole number.";
  const rule: AlertRule = {
    name: form.name.trim(),
    metric,
    comparison,
    threshold: keep("threshold", readBound(metric, form.threshold)),
    recovery_threshold: form.recovery_threshold.trim() === "" ? null : keep("recovery_threshold", readBound(metric, form.recovery_threshold)),
    window_minutes: minutes("window_minutes", 1),
    for_minutes: minutes("for_minutes", 0),
    recovery_minutes: minutes("recovery_minutes", 0),
    provider: form.provider.trim() || null,
    model: form.model.trim() || null,
    route: form.route.trim() || null,
    min_requests: Number(least),
    enabled: form.enabled,
  };
  const wrongSide = refused.threshold === undefined && refused.recovery_threshold === undefined && recoversInTrouble(rule);
  if (wrongSide) refused.recovery_threshold = comparison === "above" ? "It must not lie above the threshold." : "It must not lie below the threshold.";
  if (rule.name.length > NAME_MOST) refused.name = `At most ${NAME_MOST} characters.`;
  const named = { ...rule, name: rule.name || ruleWords(rule).slice(0, NAME_MOST).trim() };
  return { rule: Object.keys(refused).length === 0 ? named : null, refused };
}

function recoversInTrouble({ comparison, threshold, recovery_threshold }: AlertRule): boolean {
  if (recovery_threshold === null || recovery_threshold === undefined) return false;
  const [recovery, bound] = [parsePico(recovery_threshold), parsePico(threshold)];
  return comparison === "below" ? recovery < bound : recovery > bound;
}

/** The refusals to show: until a first try to save, what is still empty is no fault. */
export function toShow(form: Form, refused: Refusals, tried: boolean): Refusals {
  if (tried || form.threshold !== "") return refused;
  const shown = { ...refused };
  delete shown.threshold;
  return shown;
}

/** The field of the form that the API names; null for one that the form does not have. */
export function fieldOf({ field }: Pick<Problem, "field">): FieldName | null {
  return FIELD_NAMES.find((each) => each === field) ?? null;
}
