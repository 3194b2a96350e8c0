// The form, held in the address. What is typed is shown at once and goes there when typing pauses; the back button undoes a
// field at a time.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Change, Scope } from "../../url/scope.ts";
import { type Form, isWhole, readForm, writeForm } from "./form.ts";
import { EXAMPLE } from "./start.ts";

/** How long typing must pause before its result is asked for. */
const PAUSE_MS = 250;

interface Draft {
  form: Form;
  field: string;
  /** The address it was typed over; over another one it is void. */
  over: string;
}

export interface Edited {
  form: Form;
  /** What the address holds: the case to ask for. */
  settled: Form;
  /** Takes what was typed into a field. */
  type: (part: Partial<Form>, field: string) => void;
  /** Takes what was chosen, at once. */
  choose: (part: Partial<Form>) => void;
  /** Takes now what was typed. */
  settle: () => void;
}

/** `start` is where a case begins that the address does not hold whole; null until it is known. */
export function useForm(own: Scope["own"], start: Form | null, change: Change): Edited | null {
  const [typed, setTyped] = useState<Draft | null>(null);
  const last = useRef<Pick<Draft, "field" | "over"> | null>(null);
  const settled = readForm(own, start ?? EXAMPLE);
  const over = JSON.stringify(writeForm(settled));
  const draft = typed?.over === over ? typed : null;

  const take = useCallback(
    ({ form, field, over: before }: Draft) => {
      const next = writeForm(form);
      const goesOn = last.current?.field === field && last.current.over === before;
      last.current = { field, over: JSON.stringify(next) };
      change({ own: next }, goesOn ? "replace" : "push");
      setTyped(null);
    },
    [change],
  );
  useEffect(() => {
    if (draft === null) return;
    const timer = window.setTimeout(() => {
      take(draft);
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [draft, take]);
  useEffect(() => {
    if (start !== null && !isWhole(own)) change({ own: writeForm(readForm(own, start)) }, "replace");
  }, [own, start, change]);

  if (start === null && !isWhole(own)) return null;
  const form = draft?.form ?? settled;
  return {
    form,
    settled,
    type: (part, field) => {
      setTyped({ form: { ...form, ...part }, field, over });
    },
    choose: (part) => {
      take({ form: { ...form, ...part }, field: "", over: "" });
    },
    settle: () => {
      if (draft !== null) take(draft);
      last.current = null;
    },
  };
}
