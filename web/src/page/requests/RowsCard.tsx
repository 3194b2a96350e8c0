// The rows that match, newest first: what they are narrowed to, their sums, and more of them on request.
import { type ReactNode, useRef } from "react";
import { MOST_NEWER } from "../../api/events.ts";
import { MOST_PAGES, PAGE_ROWS, type Rows } from "../../api/rowPages.ts";
import { count, counted } from "../../figures/number.ts";
import { fileSpan, isoDay, momentSpan } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { readConditions } from "../../url/conditions.ts";
import { during } from "../../url/range.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { ConditionsBar } from "./ConditionsBar.tsx";
import { NoRows } from "./NoRows.tsx";
import { RequestsTable } from "./RequestsTable.tsx";
import { rowLines } from "./rowLines.ts";
import { TotalFigures } from "./TotalFigures.tsx";

interface RowsCardProps {
  rows: Rows;
  scope: Scope;
  change: Change;
  /** The row that is open. */
  open: string | null;
  onToggle: (eventId: string) => void;
  /** How many newer ones there are. */
  newer: number;
  onNewer: () => void;
  /** Reads older ones; null where none are left, or no more are kept. */
  onMore: (() => void) | null;
  reading: boolean;
  /** What else can be done with the rows. */
  actions?: ReactNode;
}

export function RowsCard({ rows, scope, change, open, onToggle, newer, onNewer, onMore, reading, actions }: RowsCardProps) {
  const { period, items } = rows;
  const newest = useRef<HTMLDivElement>(null);
  const { moments } = readConditions(scope.own);
  const codes = [...new Set(items.flatMap(({ error_code }) => (error_code === null ? [] : [error_code])))].sort();
  const days = new Set([items[0], items.at(-1)].map((row) => row && isoDay(row.timestamp, period.tz)));
  return (
    <Card
      title={moments === null ? `Requests ${during(scope.range)}` : `Requests between ${momentSpan(moments.from, moments.to, period.tz)}`}
      aside={
        <div className="flex items-center gap-2">
          <CsvButton name={() => `tollkeeper-requests-${fileSpan(period)}`} rows={() => rowLines(items)} disabled={items.length === 0} />
          {actions}
        </div>
      }
      flush
    >
      <div className="space-y-4 px-4 pb-4 sm:px-5">
        <ConditionsBar scope={scope} change={change} tz={period.tz} codes={codes} />
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
          <TotalFigures rows={rows} scope={scope} />
          <div role="status" ref={newest} tabIndex={-1} className="flex min-h-7 items-center outline-none">
            {newer > 0 && (
              <Button
                weight="small"
                title="Reads the rows again, from the newest on"
                onClick={() => {
                  // The button goes with what it reads; the keyboard goes on from where it stood.
                  newest.current?.focus();
                  onNewer();
                }}
              >
                {newer >= MOST_NEWER ? `${MOST_NEWER}+ newer requests` : counted(newer, "newer request")}
              </Button>
            )}
          </div>
        </div>
      </div>
      {items.length === 0 ? (
        <div className="px-4 pb-4 sm:px-5 sm:pb-5">
          <NoRows scope={scope} change={change} />
        </div>
      ) : (
        <>
          <RequestsTable rows={items} tz={period.tz} scope={scope} dated={days.size > 1} open={open} onToggle={onToggle} testId="rows" />
          <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3 text-xs text-muted sm:px-5">
            <span>{footnote(rows, onMore === null)}</span>
            {onMore !== null && (
              <Button weight="small" onClick={onMore} disabled={reading}>
                {reading ? "Reading\u2026" : "Show more"}
              </Button>
            )}
          </div>
        </>
      )}
    </Card>
  );
}

function footnote({ items, more }: Rows, atEnd: boolean): string {
  const read = counted(items.length, "request");
  if (!more) return `${read}, newest first; these are all.`;
  if (!atEnd) return `${read} read, newest first.`;
  return `${read} read; no more than ${count(MOST_PAGES * PAGE_ROWS)} are kept on the page. Narrow them, or export them all.`;
}
