// The presets of the contract, and days of one's own choice; one of them pressed.
import type { Period } from "../../api/types.ts";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { PERIOD_LABELS, PERIODS, type Range } from "../../url/range.ts";
import type { Change } from "../../url/scope.ts";
import { DatesPicker } from "./DatesPicker.tsx";

interface RangePickerProps {
  /** Null where something else says the span. */
  range: Range | null;
  /** The span that is shown now; null before the first answer. */
  shown: Period | null;
  change: Change;
}

export function RangePicker({ range, shown, change }: RangePickerProps) {
  return (
    <ChoiceGroup label="Period">
      {PERIODS.map((name) => (
        <Choice
          key={name}
          pressed={name === range}
          title={PERIOD_LABELS[name].words}
          onClick={() => {
            change({ range: name });
          }}
        >
          {PERIOD_LABELS[name].short}
        </Choice>
      ))}
      <DatesPicker range={range} shown={shown} change={change} />
    </ChoiceGroup>
  );
}
