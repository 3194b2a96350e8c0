// How long, as a number and its unit.
import { TextField } from "../../../ui/Field.tsx";
import { SPAN_UNITS, type TypedSpan } from "./form.ts";

interface SpanFieldProps {
  label: string;
  hint: string;
  refused: string | undefined;
  span: TypedSpan;
  onChange: (span: TypedSpan) => void;
}

export function SpanField({ label, hint, refused, span, onChange }: SpanFieldProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      refused={refused}
      inputMode="numeric"
      value={span.amount}
      onChange={(event) => {
        onChange({ ...span, amount: event.target.value });
      }}
      unit={
        <select
          aria-label={`Unit of ${label}`}
          value={span.unit}
          onChange={(event) => {
            onChange({ ...span, unit: SPAN_UNITS.find((unit) => unit === event.target.value) ?? span.unit });
          }}
          className="bg-transparent py-1"
        >
          {SPAN_UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </select>
      }
    />
  );
}
