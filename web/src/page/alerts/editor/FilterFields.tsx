// What a rule is narrowed to: any name can be typed, and those of the last 30 days are offered.
import { useId } from "react";
import { useValues } from "../../../api/values.ts";
import { TextField } from "../../../ui/Field.tsx";
import { DEFAULT_CUT, GROUP_LABELS } from "../../../url/cut.ts";
import type { Scope } from "../../../url/scope.ts";
import { RULE_FILTERS, type RuleFilter } from "../words.ts";
import type { FieldsProps } from "./RuleFields.tsx";

export function FilterFields({ form, change, refused, scope }: FieldsProps & { scope: Scope }) {
  return (
    <div className="grid grid-cols-3 gap-3">
      {RULE_FILTERS.map((filter) => (
        <FilterField
          key={filter}
          filter={filter}
          scope={scope}
          refused={refused[filter]}
          value={form[filter]}
          onChange={(value) => {
            change({ ...form, [filter]: value });
          }}
        />
      ))}
    </div>
  );
}

interface FilterFieldProps {
  filter: RuleFilter;
  scope: Scope;
  refused: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

function FilterField({ filter, scope, refused, value, onChange }: FilterFieldProps) {
  const list = useId();
  const { data } = useValues({ ...scope, range: "30d", cut: DEFAULT_CUT }, filter);
  return (
    <>
      <TextField
        label={GROUP_LABELS[filter].name}
        refused={refused}
        placeholder="any"
        list={list}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <datalist id={list}>
        {data?.groups.map(({ key, label }) => (key === null ? null : <option key={key} value={key} label={label} />))}
      </datalist>
    </>
  );
}
