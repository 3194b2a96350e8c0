// One value to narrow to: first which dimension, then one of the values that the span has, dearest first.
import { useState } from "react";
import { useValues } from "../../api/values.ts";
import { countShort } from "../../figures/number.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { type FilterName, GROUP_LABELS, type GroupBy, GROUPS } from "../../url/cut.ts";
import type { Scope } from "../../url/scope.ts";

interface FilterChoiceProps {
  scope: Scope;
  takes: readonly FilterName[];
  onChoose: (filter: FilterName, value: string) => void;
}

export function FilterChoice({ scope, takes, onChoose }: FilterChoiceProps) {
  const open = GROUPS.filter((group) => takes.includes(GROUP_LABELS[group].filter));
  const [by, setBy] = useState<GroupBy>(open[0] ?? "provider");
  const [typed, setTyped] = useState("");
  const { data, error } = useValues(scope, by);
  const { name, many, filter } = GROUP_LABELS[by];
  const found = data?.groups.filter(({ key, label }) => key !== null && label.toLowerCase().includes(typed.trim().toLowerCase()));
  return (
    <div className="space-y-1">
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label="Narrow by"
          value={by}
          autoFocus
          onChange={(event) => {
            setBy(GROUPS.find((group) => group === event.target.value) ?? by);
          }}
        >
          {open.map((group) => (
            <option key={group} value={group}>
              {GROUP_LABELS[group].name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Find"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      </div>
      {error && <ErrorNote error={error} />}
      {!data && !error && <Skeleton className="h-24 w-full" />}
      {found && (
        <ul aria-label={name} className="-mx-2 max-h-64 overflow-y-auto">
          {found.map(({ key, label, coverage }) => (
            <li key={key}>
              <button
                type="button"
                onClick={() => {
                  if (key !== null) onChoose(filter, key);
                }}
                className="flex w-full items-center justify-between gap-3 rounded-md px-2 py-1 text-left text-dense hover:bg-hover"
              >
                <span className="truncate">{label}</span>
                <span className="figure text-2xs text-faint">{countShort(coverage.requests)} requests</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="px-2 py-1 text-dense text-muted">There are no such {many} in this span.</li>}
        </ul>
      )}
    </div>
  );
}
