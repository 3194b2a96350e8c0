// One provider's or one model's figures; beside every percentile stands how many values it is made of.
import { Fragment } from "react";
import type { Breaker, Performance } from "../../api/types.ts";
import { SimulatedTag } from "../../ui/Tag.tsx";
import type { Scope } from "../../url/scope.ts";
import { BreakerState } from "./BreakerState.tsx";
import type { PerformanceColumn } from "./columns.tsx";

interface PerformanceRowProps {
  name: string;
  kind?: string | null;
  simulated?: boolean;
  figures: Performance;
  breaker: Breaker | null;
  columns: readonly PerformanceColumn[];
  /** The requests behind the figures. */
  rows: Scope;
  tz: string;
  /** Only providers open; a model's row has none of both. */
  open?: boolean;
  onToggle?: () => void;
}

export function PerformanceRow({ name, kind, simulated, figures, breaker, columns, rows, tz, open, onToggle }: PerformanceRowProps) {
  return (
    <tr className={`group ${onToggle ? "hover:bg-hover" : "bg-ground/60"}`} data-performance={name}>
      <th scope="row" className={`sticky left-0 py-2 pr-3 pl-4 text-left align-top font-medium sm:pl-5 ${onToggle ? "bg-surface group-hover:bg-hover" : "bg-ground"}`}>
        {onToggle ? (
          <button type="button" onClick={onToggle} aria-expanded={open} className="flex items-center gap-2 text-left">
            <Chevron open={open === true} />
            <span className="whitespace-nowrap">{name}</span>
            {simulated === true && (
              <span className="hidden sm:inline">
                <SimulatedTag small />
              </span>
            )}
            {kind !== null && kind !== undefined && kind !== name && (
              <span className="hidden text-2xs font-normal text-faint lg:inline">{kind}</span>
            )}
          </button>
        ) : (
          <span className="pl-5 font-normal whitespace-nowrap text-muted">{name}</span>
        )}
        {breaker !== null && breaker.state !== "closed" && (
          <div className="pl-5 sm:hidden">
            <BreakerState breaker={breaker} tz={tz} />
          </div>
        )}
      </th>
      <td className="hidden px-3 py-2 align-top sm:table-cell">
        <BreakerState breaker={breaker} tz={tz} />
      </td>
      {columns.map((column) => (
        <Fragment key={column.name}>{column.cell(figures, rows)}</Fragment>
      ))}
    </tr>
  );
}

function Chevron({ open }: { open: boolean }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className={`size-3 shrink-0 text-faint transition-transform ${open ? "rotate-90" : ""}`}>
      <path d="M4.5 2.5 8 6l-3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
