// The fields of a rule, in the order of its sentence; what few rules need stands under More.
import { SelectField, TextField } from "../../../ui/Field.tsx";
import type { Scope } from "../../../url/scope.ts";
import { METRIC_FACTS, METRICS, UNIT_MARKS } from "../metric.ts";
import { FilterFields } from "./FilterFields.tsx";
import { type Form, type Refusals, withMetric } from "./form.ts";
import { SpanField } from "./SpanField.tsx";

export interface FieldsProps {
  form: Form;
  change: (form: Form) => void;
  refused: Refusals;
}

export function RuleFields({ form, change, refused, scope }: FieldsProps & { scope: Scope }) {
  const { meaning, unit } = METRIC_FACTS[form.metric];
  const set = (part: Partial<Form>) => {
    change({ ...form, ...part });
  };
  return (
    <div className="space-y-1.5">
      <TextField
        label="Name"
        hint="Left empty, it is called by what it says."
        refused={refused.name}
        value={form.name}
        onChange={(event) => {
          set({ name: event.target.value });
        }}
      />
      <SelectField
        label="Metric"
        hint={meaning}
        refused={refused.metric}
        value={form.metric}
        onChange={(event) => {
          change(withMetric(form, METRICS.find((each) => each === event.target.value) ?? form.metric));
        }}
      >
        {METRICS.map((metric) => (
          <option key={metric} value={metric}>
            {METRIC_FACTS[metric].name}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <SelectField
          label="Trouble is"
          refused={refused.comparison}
          value={form.comparison}
          onChange={(event) => {
            set({ comparison: event.target.value === "below" ? "below" : "above" });
          }}
        >
          <option value="above">above</option>
          <option value="below">below</option>
        </SelectField>
        <TextField
          label="Threshold"
          unit={UNIT_MARKS[unit]}
          refused={refused.threshold}
          inputMode="decimal"
          value={form.threshold}
          onChange={(event) => {
            set({ threshold: event.target.value });
          }}
        />
      </div>
      <div className="grid grid-cols-3 gap-3">
        <SpanField
          label="Window"
          hint="up to now"
          refused={refused.window_minutes}
          span={form.window_minutes}
          onChange={(window_minutes) => {
            set({ window_minutes });
          }}
        />
        <SpanField
          label="For"
          hint="before it fires"
          refused={refused.for_minutes}
          span={form.for_minutes}
          onChange={(for_minutes) => {
            set({ for_minutes });
          }}
        />
        <SpanField
          label="Recovery"
          hint="before it is over"
          refused={refused.recovery_minutes}
          span={form.recovery_minutes}
          onChange={(recovery_minutes) => {
            set({ recovery_minutes });
          }}
        />
      </div>
      <FilterFields form={form} change={change} refused={refused} scope={scope} />
      <MoreFields form={form} change={change} refused={refused} />
    </div>
  );
}

function MoreFields({ form, change, refused }: FieldsProps) {
  const asks = refused.min_requests !== undefined || refused.recovery_threshold !== undefined;
  const said = form.recovery_threshold !== "" || form.min_requests !== "1";
  const { unit } = METRIC_FACTS[form.metric];
  return (
    <details open={asks || said || undefined} className="rounded-lg bg-ground px-3 py-2">
      <summary className="cursor-pointer text-xs font-medium text-muted">More</summary>
      <div className="mt-2 grid grid-cols-2 gap-3">
        <TextField
          label="Over at"
          unit={UNIT_MARKS[unit]}
          hint="Left empty: at the threshold."
          refused={refused.recovery_threshold}
          inputMode="decimal"
          value={form.recovery_threshold}
          onChange={(event) => {
            change({ ...form, recovery_threshold: event.target.value });
          }}
        />
        <TextField
          label="Least requests"
          hint="With fewer in the window there is no telling."
          refused={refused.min_requests}
          inputMode="numeric"
          value={form.min_requests}
          onChange={(event) => {
            change({ ...form, min_requests: event.target.value });
          }}
        />
      </div>
    </details>
  );
}
