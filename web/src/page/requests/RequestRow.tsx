// One request: what answered it, what it cost and saved, how long it took, how it ended.
import { memo, type ReactNode } from "react";
import type { EventRow } from "../../api/types.ts";
import { count, countShort, counted, duration } from "../../figures/number.ts";
import { clock, day, exact } from "../../time/format.ts";
import { Money } from "../../ui/Money.tsx";
import { RequestStatus } from "./RequestStatus.tsx";
import { NO_ESTIMATE, UNPRICED } from "./reasons.ts";

interface RequestRowProps {
  row: EventRow;
  tz: string;
  /** Whether the day stands under the time. */
  dated: boolean;
  /** Whether it arrived while the page was open. */
  isNew: boolean;
  onToggle: (eventId: string) => void;
  /** What stands below it; null while it is closed. */
  details: ReactNode;
}

/** Drawn anew only when it changes: there may be thousands. */
export const RequestRow = memo(function RequestRow({ row, tz, dated, isNew, onToggle, details }: RequestRowProps) {
  const open = details !== null;
  const unpriced = UNPRICED[row.unpriced_reason ?? ""] ?? "Not known";
  const noEstimate = NO_ESTIMATE[row.no_estimate_reason ?? ""] ?? "No estimate";
  return (
    <>
      <tr
        onClick={() => {
          onToggle(row.event_id);
        }}
        data-event={row.event_id}
        className={`cursor-pointer border-b border-line last:border-0 hover:bg-hover ${isNew ? "animate-arrive" : ""} ${open ? "bg-hover" : ""}`}
      >
        <td className="figure py-1.5 pr-1 pl-4 align-top text-muted sm:pr-3 sm:pl-5" title={exact(row.timestamp, tz)}>
          <button type="button" aria-expanded={open} aria-label={`Request of ${clock(row.timestamp, tz)}`} className="cursor-pointer">
            {clock(row.timestamp, tz)}
          </button>
          {dated && <div className="text-2xs leading-4 text-faint">{day(row.timestamp, tz)}</div>}
        </td>
        <td className="w-full max-w-0 px-3 py-1.5 align-top sm:w-auto sm:max-w-64">
          <div className="truncate font-medium" title={`${row.provider}/${row.model}`}>
            {row.model}
          </div>
          <div className="truncate text-2xs leading-4 text-faint">{askedFor(row)}</div>
          {!row.succeeded && (
            <div className="mt-0.5 sm:hidden">
              <RequestStatus row={row} />
            </div>
          )}
        </td>
        <td
          className="figure hidden px-3 py-1.5 text-right align-top sm:table-cell"
          title={`${count(row.input_tokens)} in, of which ${count(row.cache_read_tokens)} from a prompt cache; ${count(row.output_tokens)} out`}
        >
          <div>
            {countShort(row.input_tokens)} <span className="text-faint">in</span>
          </div>
          <div className="text-2xs leading-4 text-faint">
            {countShort(row.output_tokens)} out{row.usage_source === "estimated" && ", est."}
          </div>
        </td>
        <td className="px-3 py-1.5 text-right align-top">
          <Money value={row.cost_usd} digits={6} unknown={unpriced} />
          <div className="text-2xs leading-4 sm:hidden">
            <Money value={row.savings_usd} digits={6} signed unknown={noEstimate} />
          </div>
        </td>
        <td className="hidden px-3 py-1.5 text-right align-top sm:table-cell">
          <Money value={row.savings_usd} digits={6} signed unknown={noEstimate} />
        </td>
        <td className="figure hidden px-3 py-1.5 text-right align-top sm:table-cell" title={`${counted(row.latency_ms, "millisecond")} from admission to the end`}>
          <div>{duration(row.latency_ms)}</div>
          {row.ttft_ms !== null && row.streamed === true && (
            <div className="text-2xs leading-4 text-faint">{duration(row.ttft_ms)} first</div>
          )}
        </td>
        <td className="hidden px-3 py-1.5 align-top sm:table-cell">
          <RequestStatus row={row} />
        </td>
      </tr>
      {open && (
        <tr className="border-b border-line bg-ground/60">
          <td colSpan={7} className="px-3 py-3 sm:px-5">
            {/* Its width asks nothing of the columns: they stay where they are, and no other row is laid out again. */}
            <div className="[contain:inline-size]">{details}</div>
          </td>
        </tr>
      )}
    </>
  );
});

// Where the request went, and, if a route sent it there, which one.
function askedFor(row: EventRow): string {
  if (row.route !== null) return `${row.provider}, by route ${row.route}`;
  const served = `${row.provider}/${row.model}`;
  return row.requested_model === null || row.requested_model === served ? row.provider : `${row.provider}, asked for ${row.requested_model}`;
}
