// Days of one's own choice: a button that says them, and a panel to choose them in, which lies above everything, closes with
// Escape or a click elsewhere, and gives the focus back.
import { useId, useRef, useState, type SubmitEvent, type ToggleEvent } from "react";
import type { Period } from "../../api/types.ts";
import { daysOf, isoDay } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { lastMonth, lastQuarter, type Dates, type Range, rangeLabel, rangeWords, whyNot } from "../../url/range.ts";
import type { Scope } from "../../url/scope.ts";
import { DateField } from "./DateField.tsx";

interface DatesPickerProps {
  range: Range;
  /** The span that is shown now: where choosing begins. */
  shown: Period | null;
  change: (change: Partial<Scope>) => void;
}

const NO_DATES: Dates = { start: "", end: "" };

/** Between the button and its panel, and between the panel and the window's edge. */
const GAP_PX = 6;

export function DatesPicker({ range, shown, change }: DatesPickerProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [dates, setDates] = useState(NO_DATES);
  const [refused, setRefused] = useState<string | null>(null);
  const zone = shown?.tz ?? "UTC";
  const chosen = typeof range === "string" ? null : range;

  const toggled = (event: ToggleEvent) => {
    setOpen(event.newState === "open");
    if (event.newState !== "open" || !panel.current || !button.current) return;
    setDates(chosen ?? (shown ? daysOf(shown) : NO_DATES));
    setRefused(null);
    const at = button.current.getBoundingClientRect();
    const rightmost = window.innerWidth - panel.current.offsetWidth - GAP_PX;
    panel.current.style.top = `${at.bottom + GAP_PX}px`;
    panel.current.style.left = `${Math.max(GAP_PX, Math.min(at.left, rightmost))}px`;
  };
  const choose = (next: Dates) => {
    panel.current?.hidePopover();
    change({ range: next });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const problem = whyNot(dates);
    setRefused(problem);
    if (problem === null) choose(dates);
  };
  const today = () => isoDay(new Date().toISOString(), zone);
  return (
    <>
      <Choice
        ref={button}
        pressed={chosen !== null}
        aria-expanded={open}
        aria-haspopup="dialog"
        popoverTarget={id}
        title={chosen ? rangeWords(chosen) : "Choose the first and the last day"}
      >
        {chosen ? rangeLabel(chosen) : "Dates"}
      </Choice>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Dates"
        onToggle={toggled}
        className="m-0 w-80 max-w-[calc(100vw-12px)] rounded-xl bg-surface p-4 text-ink shadow-float"
      >
        <form noValidate onSubmit={submit}>
          <div className="flex gap-3">
            <DateField
              label="From"
              value={dates.start}
              onChange={(start) => {
                setDates({ ...dates, start });
              }}
              autoFocus
            />
            <DateField
              label="To"
              value={dates.end}
              onChange={(end) => {
                setDates({ ...dates, end });
              }}
            />
          </div>
          <p role={refused === null ? undefined : "alert"} className={`mt-2 text-xs ${refused === null ? "text-muted" : "text-loss"}`}>
            {refused ?? `Both days count, in ${zone}.`}
          </p>
          <div className="mt-3 flex items-center gap-2 whitespace-nowrap">
            <Button
              onClick={() => {
                choose(lastMonth(today()));
              }}
            >
              Last month
            </Button>
            <Button
              onClick={() => {
                choose(lastQuarter(today()));
              }}
            >
              Last quarter
            </Button>
            <Button weight="solid" type="submit" className="ml-auto">
              Show
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
