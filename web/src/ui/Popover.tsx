// A panel that a button opens: it lies above everything, closes with Escape or a click elsewhere, and gives the focus back.
import { type ReactElement, type ReactNode, useId, useState, type ToggleEvent } from "react";

/** What the button must be given. */
export interface OpenerProps {
  popoverTarget: string;
  "aria-expanded": boolean;
  "aria-haspopup": "dialog";
}

interface PopoverProps {
  /** Names the panel for those who cannot see it. */
  label: string;
  opener: (props: OpenerProps) => ReactElement;
  /** Called as it opens. */
  onOpen?: () => void;
  className?: string;
  /** The content, made anew each time the panel opens; `close` closes it. */
  children: (close: () => void) => ReactNode;
}

/** Between the button and its panel, and between the panel and the window's edge. */
const GAP_PX = 6;

export function Popover({ label, opener, onOpen, className = "w-80", children }: PopoverProps) {
  const id = useId();
  const [open, setOpen] = useState(false);

  const beforeToggle = (event: ToggleEvent) => {
    if (event.newState !== "open") return;
    onOpen?.();
    setOpen(true);
  };
  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open") place(event.currentTarget);
    else setOpen(false);
  };
  return (
    <>
      {opener({
        popoverTarget: id,
        "aria-expanded": open,
        "aria-haspopup": "dialog",
      })}
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={beforeToggle}
        onToggle={toggled}
        className={`m-0 max-w-[calc(100vw-12px)] overflow-y-auto rounded-xl bg-surface p-4 text-ink shadow-float ${className}`}
      >
        {open && children(() => document.getElementById(id)?.hidePopover())}
      </div>
    </>
  );
}

/** Below the button, and within the window. */
function place(panel: HTMLElement): void {
  const at = document.querySelector(`[popovertarget="${CSS.escape(panel.id)}"]`)?.getBoundingClientRect();
  if (!at) return;
  const rightmost = window.innerWidth - panel.offsetWidth - GAP_PX;
  const lowest = window.innerHeight - panel.offsetHeight - GAP_PX;
  panel.style.left = `${Math.max(GAP_PX, Math.min(at.left, rightmost))}px`;
  panel.style.top = `${Math.max(GAP_PX, Math.min(at.bottom + GAP_PX, lowest))}px`;
}
