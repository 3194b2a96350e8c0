// A labelled field of a form: what it is, what is wrong with it, and the browser's own control.
import { type ComponentProps, type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  /** Stands below: the unit, or what is meant. */
  hint?: ReactNode;
  /** What is wrong with the value; stands in the hint's place. */
  refused?: string | null | undefined;
}

const CONTROL = "figure mt-1 w-full rounded-lg border bg-ground px-2.5 py-1.5 text-dense disabled:opacity-60";

interface Described {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string;
  className: string;
}

function Labelled({ label, hint, refused, children }: FieldProps & { children: (props: Described) => ReactNode }) {
  const id = useId();
  const below = `${id}-below`;
  const wrong = refused !== undefined && refused !== null;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      {children({
        id,
        "aria-invalid": wrong,
        "aria-describedby": below,
        className: `${CONTROL} ${wrong ? "border-loss" : "border-line-strong"}`,
      })}
      <p id={below} role={wrong ? "alert" : undefined} className={`mt-1 text-2xs ${wrong ? "text-loss" : "text-faint"}`}>
        {wrong ? refused : hint}
      </p>
    </div>
  );
}

/** One line of text, a number or a date. */
export function TextField({ label, hint, refused, className = "", ...rest }: FieldProps & Omit<ComponentProps<"input">, "id">) {
  return (
    <Labelled label={label} hint={hint} refused={refused}>
      {(props) => <input {...rest} {...props} className={`${props.className} ${className}`} />}
    </Labelled>
  );
}

/** One of several. */
export function SelectField({ label, hint, refused, children, ...rest }: FieldProps & Omit<ComponentProps<"select">, "id" | "className">) {
  return (
    <Labelled label={label} hint={hint} refused={refused}>
      {(props) => (
        <select {...rest} {...props}>
          {children}
        </select>
      )}
    </Labelled>
  );
}
