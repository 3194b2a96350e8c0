// What would be exported, and the button that asks for it.
import { useStartExport } from "../../api/exports.ts";
import type { Rows } from "../../api/rowPages.ts";
import { counted } from "../../figures/number.ts";
import { momentSpan, span } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { readConditions } from "../../url/conditions.ts";
import type { Scope } from "../../url/scope.ts";
import { useTotals } from "../requests/useTotals.ts";
import { narrowedTo } from "./narrowedTo.ts";

interface StartExportProps {
  scope: Scope;
  rows: Rows;
}

export function StartExport({ scope, rows }: StartExportProps) {
  const { period } = rows;
  const { totals, whole } = useTotals(rows, scope);
  const { mutate, error, isPending } = useStartExport(scope);
  const { moments } = readConditions(scope.own);
  const narrowed = narrowedTo(scope);
  return (
    <section className="space-y-3">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-dense">
        <dt className="text-muted">Span</dt>
        <dd>
          {moments === null ? span(period.from, period.to, period.tz) : momentSpan(moments.from, moments.to, period.tz)}, {period.tz}
        </dd>
        <dt className="text-muted">Only</dt>
        <dd className="min-w-0 break-words">{narrowed.length === 0 ? "every request, nothing left out" : narrowed.join(", ")}</dd>
        <dt className="text-muted">Rows</dt>
        <dd>{totals && whole ? `${counted(totals.requests, "request")} as of now` : "counted as the file is made"}</dd>
      </dl>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-sm text-xs text-muted">A CSV file of exact figures, a line a request, never of what was asked or answered. It is kept for a day.</p>
        <Button
          weight="solid"
          disabled={isPending}
          onClick={() => {
            mutate();
          }}
        >
          Start the export
        </Button>
      </div>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
