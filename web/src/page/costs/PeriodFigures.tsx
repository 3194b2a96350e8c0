// The period's sums, each against the period before.
import type { Dashboard } from "../../api/types.ts";
import { count, percent } from "../../figures/number.ts";
import { span } from "../../time/format.ts";
import { Delta } from "../../ui/Delta.tsx";
import { Fact } from "../../ui/Fact.tsx";
import { Money } from "../../ui/Money.tsx";
import { rowsOf } from "../../url/rows.ts";
import type { Scope } from "../../url/scope.ts";
import { RowsLink } from "../requests/RowsLink.tsx";

export function PeriodFigures({ shown, scope }: { shown: Dashboard; scope: Scope }) {
  const { current, change, previous } = shown;
  const against = span(previous.period.from, previous.period.to, previous.period.tz);
  const { money, traffic, coverage } = current;
  return (
    <dl data-testid="period-figures" className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-5">
      <Fact label="Cost" aside={<Delta value={change.cost_percent} more="neither" against={against} />}>
        <Money value={money.cost_usd} unknown="No request of the period has a price" />
      </Fact>
      <Fact label="Baseline" aside={<Part part={coverage.with_baseline} whole={coverage.requests} />}>
        <Money value={money.baseline_usd} unknown="No request of the period has a baseline" />
      </Fact>
      <Fact label={money.savings_usd?.startsWith("-") === true ? "Loss" : "Savings"} aside={<Delta value={change.savings_percent} more="better" against={against} />}>
        <Money value={money.savings_usd} signed unknown="No request of the period has a baseline" />
      </Fact>
      <Fact label="Requests" aside={<Delta value={change.requests_percent} more="neither" against={against} />}>
        <RowsLink to={rowsOf(scope)}>
          <span className="figure" data-count={traffic.requests}>
            {count(traffic.requests)}
          </span>
        </RowsLink>
      </Fact>
      <Fact label="Succeeded" aside={<Failures shown={shown} scope={scope} />}>
        <span className="figure">{percent(traffic.success_percent)}</span>
      </Fact>
    </dl>
  );
}

function Part({ part, whole }: { part: number; whole: number }) {
  return (
    <span className="figure text-2xs text-muted" title="Requests with a baseline, of all">
      {count(part)} of {count(whole)}
    </span>
  );
}

function Failures({ shown, scope }: { shown: Dashboard; scope: Scope }) {
  const { failed_other, failed_client } = shown.current.traffic;
  if (failed_other + failed_client === 0) return <span className="text-2xs text-muted">none failed</span>;
  return (
    <RowsLink
      to={rowsOf(scope, {}, { succeeded: "false" })}
      title={`The requests that failed, among them ${count(failed_client)} that their clients caused, which the share leaves out`}
      className="figure text-2xs text-muted"
    >
      {count(failed_other + failed_client)} failed
    </RowsLink>
  );
}
