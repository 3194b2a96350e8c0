// The second span, which stands beside the first.
import { Select } from "../../ui/Select.tsx";
import { type Change, type Comparison, COMPARISONS } from "../../url/scope.ts";

const WORDS: Record<Comparison, string> = { previous: "vs the period before", last_year: "vs a year before" };

interface ComparePickerProps {
  compare: Comparison | null;
  change: Change;
}

export function ComparePicker({ compare, change }: ComparePickerProps) {
  return (
    <Select
      aria-label="Compare with"
      value={compare ?? ""}
      onChange={(event) => {
        change({ compare: COMPARISONS.find((name) => name === event.target.value) ?? null });
      }}
    >
      <option value="">No comparison</option>
      {COMPARISONS.map((name) => (
        <option key={name} value={name}>
          {WORDS[name]}
        </option>
      ))}
    </Select>
  );
}
