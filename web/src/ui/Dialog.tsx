// A dialog over the page, in the browser's own way: it keeps the focus until it is closed, then gives it back.
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { X } from "lucide-react";

interface DialogProps {
  title: string;
  /** Called when it was closed, by whichever means; it should no longer be rendered then. */
  onClose: () => void;
  /** Whether only the content's own buttons close it: for what is shown once. */
  insists?: boolean;
  className?: string;
  children: ReactNode;
}

export function Dialog({ title, onClose, insists = false, className = "w-[34rem]", children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const heading = useId();
  // Closed while it still stands in the document: afterwards it could not give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // What is asked comes before the way out, where the browser would put the focus.
    content.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      // Chromium closes at a second Escape whatever `cancel` says.
      closedby={insists ? "none" : "closerequest"}
      onCancel={(event) => {
        if (insists) event.preventDefault();
      }}
      className={`m-auto max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-1rem)] rounded-2xl bg-surface text-sm text-ink shadow-float backdrop:bg-black/40 ${className}`}
    >
      <div className="flex items-center justify-between gap-4 border-b border-line px-5 py-3">
        <h2 id={heading} className="font-semibold tracking-[-0.01em]">
          {title}
        </h2>
        {!insists && (
          <button type="button" aria-label="Close" onClick={onClose} className="rounded-md p-1 text-muted hover:bg-hover hover:text-ink">
            <X aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <div ref={content} className="p-5">
        {children}
      </div>
    </dialog>
  );
}
