// A text to copy into a terminal or a file; what is too wide scrolls inside.
import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton.tsx";

interface SnippetProps {
  text: string;
  /** Names the text for those who cannot see it. */
  label: string;
  /** Stands above the text: its file, or a choice among several. */
  head?: ReactNode;
}

export function Snippet({ text, label, head }: SnippetProps) {
  return (
    <div className="min-w-0 rounded-xl bg-surface shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-2 text-xs text-muted">
        {head ?? <span />}
        <CopyButton text={text} />
      </div>
      <pre role="region" aria-label={label} tabIndex={0} className="overflow-x-auto p-4 font-mono text-xs leading-5">
        {text}
      </pre>
    </div>
  );
}
