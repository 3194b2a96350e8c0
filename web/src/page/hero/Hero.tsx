// The live band: the month's savings, today's cost and requests, and how much of the month the figures know.
import type { ReactNode } from "react";
import { count, duration } from "../../figures/number.ts";
import { Money } from "../../ui/Money.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import type { Shown } from "../join.ts";
import { RowsLink } from "../requests/RowsLink.tsx";
import { SavingsCounter } from "./SavingsCounter.tsx";

export function Hero({ shown, scope }: { shown: Shown; scope: Scope }) {
  const { today, month } = shown;
  const ofToday: Scope = { ...scope, range: "today" };
  const failed = today.traffic.requests - today.traffic.succeeded;
  const unpriced = today.coverage.unpriced;
  return (
    <section className="grid gap-x-8 gap-y-5 rounded-xl bg-surface p-4 shadow-card sm:p-6 md:grid-cols-2 xl:grid-cols-[minmax(0,1.7fr)_auto_auto_minmax(0,1.2fr)]">
      <div className="md:col-span-2 xl:col-span-1">
        <SavingsCounter headline={month} />
      </div>
      <div className="grid grid-cols-2 gap-x-8 gap-y-5 md:col-span-1 xl:col-span-2">
        <Figure label="Cost today" note={unpriced > 0 ? <Unpriced requests={unpriced} scope={ofToday} /> : "every request priced"}>
          <span data-testid="today-cost">
            <Money value={today.money.cost_usd} unknown="No request today has a price" />
          </span>
        </Figure>
        <Figure
          label="Requests today"
          note={
            <>
              {failed === 0 ? "none" : <RowsLink to={rowsOf(ofToday, {}, { succeeded: "false" })}>{count(failed)}</RowsLink>} failed, mean{" "}
              {duration(today.traffic.latency_ms_mean)}
            </>
          }
        >
          <RowsLink to={rowsOf(ofToday)} className="decoration-2 underline-offset-8">
            <span className="figure" data-testid="today-requests" data-count={today.traffic.requests}>
              {count(today.traffic.requests)}
            </span>
          </RowsLink>
        </Figure>
      </div>
      <div>
        <p className="mb-2 text-dense text-muted">What the month's figures know</p>
        <CoverageBar coverage={month.coverage} scope={{ ...scope, range: "mtd" }} />
      </div>
    </section>
  );
}

function Unpriced({ requests, scope }: { requests: number; scope: Scope }) {
  return (
    <RowsLink to={rowsOf(scope, {}, { priced: "false" })} className="text-warn">
      {count(requests)} unpriced, not in it
    </RowsLink>
  );
}

function Figure({ label, note, children }: { label: string; note: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 xl:border-l xl:border-line xl:pl-6">
      <p className="text-dense text-muted">{label}</p>
      <p className="mt-1.5 text-[1.625rem] leading-8 font-semibold tracking-[-0.025em]">{children}</p>
      <p className="mt-1.5 text-xs text-faint">{note}</p>
    </div>
  );
}
