// One provider's or one model's figures; beside every percentile stands how many values it is made of.
import type { ReactNode } from "react";
import type { Breaker, Performance } from "../../api/types.ts";
import { count, countShort, counted, duration, percent, rate } from "../../figures/number.ts";
import { Money } from "../../ui/Money.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import { BreakerState } from "./BreakerState.tsx";

interface PerformanceRowProps {
  name: string;
  kind?: string | null;
  simulated?: boolean;
  figures: Performance;
  breaker: Breaker | null;
  tz: string;
  /** Only providers open; a model's row has none of both. */
  open?: boolean;
  onToggle?: () => void;
}

export function PerformanceRow({ name, kind, simulated, figures, breaker, tz, open, onToggle }: PerformanceRowProps) {
  const { latency_ms: latency, ttft_ms: ttft, tokens_per_s: speed } = figures;
  const counting = figures.attempts - figures.failed_client;
  return (
    <tr className={`group ${onToggle ? "hover:bg-hover" : "bg-ground/60"}`}>
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
      <Cell note={`n ${countShort(counting)}`} title={`${count(figures.succeeded)} of ${counted(counting, "attempt")}; ${count(figures.failed_client)} failed by the client, left out`}>
        <span className={successTone(figures.success_percent)}>{percent(figures.success_percent)}</span>
      </Cell>
      <Cell note={`n ${countShort(latency.n)}`} title={`of ${counted(latency.n, "successful attempt")}`}>
        {duration(latency.p50)}
      </Cell>
      <Cell title={`of ${counted(latency.n, "successful attempt")}`}>{duration(latency.p95)}</Cell>
      <Cell note={`n ${countShort(latency.n)}`} title={`of ${counted(latency.n, "successful attempt")}`}>
        {duration(latency.p99)}
      </Cell>
      <Cell note={`n ${countShort(ttft.n)}`} title={`p95 ${duration(ttft.p95)}, p99 ${duration(ttft.p99)}, of ${counted(ttft.n, "streamed attempt")}`}>
        {duration(ttft.p50)}
      </Cell>
      <Cell note={`n ${countShort(speed.n)}`} title={`p95 ${rate(speed.p95)}, p99 ${rate(speed.p99)}, of ${counted(speed.n, "streamed attempt")}`}>
        {rate(speed.p50)}
      </Cell>
      <Cell title={`${counted(figures.rate_limited, "rate limit")}, ${counted(figures.timed_out, "time-out")}, ${count(figures.failed_other)} failures in all`}>
        {figures.failed_other === 0 ? <span className="text-faint">0</span> : count(figures.failed_other)}
      </Cell>
      <Cell last note={figures.unpriced > 0 ? `${count(figures.unpriced)} unpriced` : counted(figures.requests, "request")}>
        <Money value={figures.cost_usd} unknown="No request here has a price" />
      </Cell>
    </tr>
  );
}

function Cell({ children, note, title, last = false }: { children: ReactNode; note?: string; title?: string; last?: boolean }) {
  return (
    <td className={`figure px-3 py-2 text-right align-top ${last ? "sm:pr-5" : ""}`} title={title}>
      <div>{children}</div>
      {note !== undefined && <div className="text-2xs leading-4 text-faint">{note}</div>}
    </td>
  );
}

function Chevron({ open }: { open: boolean }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden className={`size-3 shrink-0 text-faint transition-transform ${open ? "rotate-90" : ""}`}>
      <path d="M4.5 2.5 8 6l-3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function successTone(success: number | null): string {
  if (success === null) return "text-faint";
  if (success >= 99) return "";
  return success >= 95 ? "text-warn" : "text-loss";
}
