// A name for a view, and what is wrong with it.
import { type SubmitEvent, useState } from "react";
import { Problem } from "../../../api/client.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/Field.tsx";

interface NameFormProps {
  label: string;
  first: string;
  verb: string;
  error: Error | null;
  busy: boolean;
  onName: (name: string) => void;
}

const LONGEST = 100;

export function NameForm({ label, first, verb, error, busy, onName }: NameFormProps) {
  const [name, setName] = useState(first);
  const [tried, setTried] = useState(false);
  const missing = tried && name.trim() === "" ? "Give it a name." : null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "") onName(name.trim());
  };
  return (
    <form noValidate onSubmit={submit}>
      <TextField
        label={label}
        refused={missing ?? (error ? said(error) : null)}
        unit={
          <Button type="submit" disabled={busy}>
            {verb}
          </Button>
        }
        value={name}
        maxLength={LONGEST}
        autoComplete="off"
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
    </form>
  );
}

function said(error: Error): string {
  return error instanceof Problem ? `${error.detail} ${error.fix ?? ""}` : error.message;
}
