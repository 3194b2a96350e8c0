// A rule's fields beside what it would have done: as they are typed, so that a bound is chosen by its consequences.
import { type SubmitEvent, useId, useMemo, useState } from "react";
import { Problem } from "../../../api/client.ts";
import { useKeepAlert } from "../../../api/alerts.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import type { Around } from "../../Around.ts";
import { checked, fieldOf, type Form, type Refusals, toShow } from "./form.ts";
import { Preview } from "./Preview.tsx";
import { RuleFields } from "./RuleFields.tsx";

interface RuleEditorProps {
  around: Around;
  title: string;
  /** The rule to replace, or null to add one. */
  id: string | null;
  first: Form;
  onClose: () => void;
  onKept: (id: string) => void;
}

export function RuleEditor({ around, title, id, first, onClose, onKept }: RuleEditorProps) {
  const formId = useId();
  const [form, setForm] = useState(first);
  const [tried, setTried] = useState(false);
  const { mutate, error, isPending, reset } = useKeepAlert(around.scope);
  const { rule, refused } = useMemo(() => checked(form), [form]);
  const answered = refusedByApi(error);
  const change = (next: Form) => {
    // What the API said was of other values.
    reset();
    setForm(next);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (rule === null) return;
    mutate(
      { id, rule },
      {
        onSuccess: (kept) => {
          onKept(kept.id);
        },
      },
    );
  };
  return (
    <Dialog title={title} onClose={onClose} className="w-[66rem]">
      {/* On a narrow screen what the rule would have done stands before the button that keeps it. */}
      <div className="grid grid-cols-1 gap-x-6 gap-y-4 lg:grid-cols-[22rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
        <form id={formId} noValidate onSubmit={submit} aria-label={title} className="min-w-0">
          <RuleFields form={form} change={change} refused={{ ...toShow(form, refused, tried), ...answered }} scope={around.scope} />
          {error && answered === null && <ErrorNote error={error} />}
        </form>
        <div className="grid min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <Preview around={around} rule={rule} />
        </div>
        <div className="flex items-start justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button form={formId} weight="solid" type="submit" disabled={isPending}>
            {id === null ? "Keep this rule" : "Save"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The API's problem at the field that it names; null where it names none. */
function refusedByApi(error: Error | null): Refusals | null {
  if (!(error instanceof Problem)) return null;
  const field = fieldOf(error);
  return field === null ? null : { [field]: [error.detail, error.fix].filter(Boolean).join(" ") };
}
