// A day to choose, in the browser's own way.
import { useId } from "react";

interface DateFieldProps {
  label: string;
  /** As `2026-11-23`, or empty. */
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

export function DateField({ label, value, onChange, autoFocus }: DateFieldProps) {
  const id = useId();
  return (
    <div className="min-w-0 flex-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value}
        autoFocus={autoFocus}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        className="figure mt-1 w-full rounded-lg border border-line-strong bg-ground px-2 py-1.5 text-xs"
      />
    </div>
  );
}
