// A labelled field of a form: what it is, what is wrong with it, and the browser's own control.
import { type ComponentProps, type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  /** Stands below: the unit, or what is meant. */
  hint?: ReactNode;
  /** Stands at the right of the control: its unit, or a choice among units. */
  unit?: ReactNode;
  /** What is wrong with the value; stands in the hint's place. */
  refused?: string | null | undefined;
}

const CONTROL = "figure w-full min-w-0 rounded-lg border bg-ground px-2.5 py-1.5 text-dense disabled:opacity-60";

interface Described {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string;
  className: string;
}

function Labelled({ label, hint, unit, refused, children }: FieldProps & { children: (props: Described) => ReactNode }) {
  const id = useId();
  const below = `${id}-below`;
  const wrong = refused !== undefined && refused !== null;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <div className="mt-1 flex items-center gap-1.5">
        {children({
          id,
          "aria-invalid": wrong,
          "aria-describedby": below,
          className: `${CONTROL} ${wrong ? "border-loss" : "border-line-strong"}`,
        })}
        {unit !== undefined && <span className="shrink-0 text-xs text-muted">{unit}</span>}
      </div>
      <p id={below} role={wrong ? "alert" : undefined} className={`mt-1 text-2xs ${wrong ? "text-loss" : "text-faint"}`}>
        {wrong ? refused : hint}
      </p>
    </div>
  );
}

/** One line of text, a number or a date. */
export function TextField({ label, hint, unit, refused, className = "", ...rest }: FieldProps & Omit<ComponentProps<"input">, "id">) {
  return (
    <Labelled label={label} hint={hint} unit={unit} refused={refused}>
      {(props) => <input {...rest} {...props} className={`${props.className} ${className}`} />}
    </Labelled>
  );
}

/** One of several. */
export function SelectField({ label, hint, unit, refused, children, ...rest }: FieldProps & Omit<ComponentProps<"select">, "id" | "className">) {
  return (
    <Labelled label={label} hint={hint} unit={unit} refused={refused}>
      {(props) => (
        <select {...rest} {...props}>
          {children}
        </select>
      )}
    </Labelled>
  );
}
