// Days of one's own choice: a button that says them, and a panel to choose them in.
import { useState, type SubmitEvent } from "react";
import type { Period } from "../../api/types.ts";
import { daysOf, isoDay } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { lastMonth, lastQuarter, type Dates, type Range, rangeLabel, rangeWords, whyNot } from "../../url/range.ts";
import type { Change } from "../../url/scope.ts";

interface DatesPickerProps {
  /** Null where something else says the span. */
  range: Range | null;
  /** The span that is shown now: where choosing begins. */
  shown: Period | null;
  change: Change;
}

const NO_DATES: Dates = { start: "", end: "" };

export function DatesPicker({ range, shown, change }: DatesPickerProps) {
  const chosen = typeof range === "string" ? null : range;
  return (
    <Popover
      label="Dates"
      opener={(props) => (
        <Choice {...props} pressed={chosen !== null} title={chosen ? rangeWords(chosen) : "Choose the first and the last day"}>
          {chosen ? rangeLabel(chosen) : "Dates"}
        </Choice>
      )}
    >
      {(close) => (
        <DatesForm
          first={chosen ?? (shown ? daysOf(shown) : NO_DATES)}
          zone={shown?.tz ?? "UTC"}
          onChoose={(dates) => {
            close();
            change({ range: dates });
          }}
        />
      )}
    </Popover>
  );
}

interface DatesFormProps {
  first: Dates;
  zone: string;
  onChoose: (dates: Dates) => void;
}

function DatesForm({ first, zone, onChoose }: DatesFormProps) {
  const [dates, setDates] = useState(first);
  const [refused, setRefused] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const problem = whyNot(dates);
    setRefused(problem);
    if (problem === null) onChoose(dates);
  };
  const today = () => isoDay(new Date().toISOString(), zone);
  return (
    <form noValidate onSubmit={submit}>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="From"
          type="date"
          value={dates.start}
          autoFocus
          onChange={(event) => {
            setDates({ ...dates, start: event.target.value });
          }}
        />
        <TextField
          label="To"
          type="date"
          value={dates.end}
          onChange={(event) => {
            setDates({ ...dates, end: event.target.value });
          }}
        />
      </div>
      <p role={refused === null ? undefined : "alert"} className={`text-xs ${refused === null ? "text-muted" : "text-loss"}`}>
        {refused ?? `Both days count, in ${zone}.`}
      </p>
      <div className="mt-3 flex items-center gap-2">
        <Button
          weight="small"
          onClick={() => {
            onChoose(lastMonth(today()));
          }}
        >
          Last month
        </Button>
        <Button
          weight="small"
          onClick={() => {
            onChoose(lastQuarter(today()));
          }}
        >
          Last quarter
        </Button>
        <Button weight="solid" type="submit" className="ml-auto">
          Show
        </Button>
      </div>
    </form>
  );
}
