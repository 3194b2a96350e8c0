// The live band: the month's savings, today's cost and requests, how the month may end, and how much of it the figures know.
import { count, duration } from "../../figures/number.ts";
import { Money } from "../../ui/Money.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import type { Shown } from "../join.ts";
import { RowsLink } from "../requests/RowsLink.tsx";
import { Figure } from "./Figure.tsx";
import { MonthEndFigure } from "./MonthEndFigure.tsx";
import { SavingsCounter } from "./SavingsCounter.tsx";

export function Hero({ shown, scope }: { shown: Shown; scope: Scope }) {
  const { today, month } = shown;
  const ofToday: Scope = { ...scope, range: "today" };
  const failed = today.traffic.requests - today.traffic.succeeded;
  const unpriced = today.coverage.unpriced;
  return (
    <section className="grid gap-x-8 gap-y-5 rounded-xl bg-surface p-4 shadow-card sm:p-6 xl:grid-cols-[minmax(20rem,1.2fr)_minmax(0,2fr)]">
      <SavingsCounter headline={month} />
      <div className="grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-[1fr_1fr_1.35fr]">
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
        <div className="max-sm:col-span-2">
          <MonthEndFigure shown={shown} scope={scope} />
        </div>
      </div>
      <div className="border-t border-line pt-4 xl:col-span-2">
        <p className="mb-2 text-dense text-muted">How complete the month&rsquo;s figures are</p>
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
