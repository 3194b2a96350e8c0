// Says what went wrong and what to do about it.
import { Problem } from "../api/client.ts";
import { Button } from "./Button.tsx";

interface ErrorNoteProps {
  error: Error;
  /** Tries again now. */
  onRetry?: () => void;
}

export function ErrorNote({ error, onRetry }: ErrorNoteProps) {
  const problem = error instanceof Problem ? error : null;
  return (
    <div role="alert" className="flex flex-wrap items-start justify-between gap-3 rounded-xl bg-loss-soft px-4 py-3">
      <div className="min-w-0 text-dense">
        <p className="font-semibold text-loss">{problem?.title ?? "Something on this page went wrong"}</p>
        {problem && <p className="mt-0.5 text-ink">{problem.detail}</p>}
        <p className="mt-0.5 text-muted">{problem ? problem.fix : "Load the page again; the figures themselves are safe."}</p>
      </div>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
