// The presets of the contract, one of them pressed.
import { PERIOD_LABELS, PERIODS, type PeriodName, type Scope } from "../../url/scope.ts";

interface PeriodPickerProps {
  period: PeriodName;
  change: (change: Partial<Scope>) => void;
}

export function PeriodPicker({ period, change }: PeriodPickerProps) {
  return (
    <div role="group" aria-label="Period" className="flex shrink-0 rounded-lg bg-sunken p-0.5">
      {PERIODS.map((name) => {
        const pressed = name === period;
        return (
          <button
            key={name}
            type="button"
            aria-pressed={pressed}
            title={PERIOD_LABELS[name].words}
            onClick={() => {
              change({ period: name });
            }}
            className={`rounded-md px-2 py-1 text-xs font-medium whitespace-nowrap transition-colors sm:px-2.5 ${
              pressed ? "bg-surface text-ink shadow-card" : "text-muted hover:text-ink"
            }`}
          >
            {PERIOD_LABELS[name].short}
          </button>
        );
      })}
    </div>
  );
}
