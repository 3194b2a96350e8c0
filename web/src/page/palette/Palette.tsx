// Goes anywhere by a few letters: a combobox over pages, saved views, periods and requests by id.
import { type KeyboardEvent, useId, useState } from "react";
import { useViews } from "../../api/views.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { goTo, type Scope, writeScope } from "../../url/scope.ts";
import { PAGES } from "../../url/pages.ts";
import { entriesFor, type Entry, stepped } from "./entries.ts";

interface PaletteProps {
  scope: Scope;
  onClose: () => void;
}

const STEPS: Readonly<Partial<Record<string, 1 | -1>>> = { ArrowDown: 1, ArrowUp: -1 };

export function Palette({ scope, onClose }: PaletteProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const { data } = useViews(scope.tenantId);
  const entries = entriesFor(typed, scope, PAGES, data?.items ?? []);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    goTo(writeScope(entry.to));
  };
  const pressed = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (by !== undefined) {
      const next = stepped(Math.min(at, entries.length - 1), by, entries.length);
      setAt(next);
      document.getElementById(optionId(id, next))?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") go(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Go to" onClose={onClose} className="w-[36rem] sm:mt-[12vh]">
      <input
        role="combobox"
        aria-label="A page, a view, a period or a request"
        aria-autocomplete="list"
        aria-expanded={entries.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? optionId(id, entries.indexOf(chosen)) : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={"A page, a view, a period, or a request\u2019s id"}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
        className="w-full rounded-lg border border-line-strong bg-ground px-3 py-2"
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Places" className="-mx-2 mt-3 max-h-[50vh] overflow-y-auto">
        {entries.map((entry, index) => (
          <li
            key={`${entry.kind} ${writeScope(entry.to)} ${entry.name}`}
            id={optionId(id, index)}
            role="option"
            aria-selected={entry === chosen}
            onClick={() => {
              go(entry);
            }}
            className={`flex cursor-pointer items-baseline justify-between gap-4 rounded-md px-2 py-1.5 text-dense ${entry === chosen ? "bg-sunken" : "hover:bg-hover"}`}
          >
            <span className="truncate">{entry.name}</span>
            <span className="text-2xs text-muted">{entry.kind}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="mt-1 text-2xs text-faint">
        {entries.length === 0 ? "Nothing is called that. A request is found by its whole id." : "Arrow keys choose, Enter goes, Escape closes."}
      </p>
    </Dialog>
  );
}

function optionId(id: string, index: number): string {
  return `${id}-option-${index}`;
}
