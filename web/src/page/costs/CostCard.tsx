// The period: its sums, and cost against baseline over time.
import { counted } from "../../figures/number.ts";
import { ago, span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { during } from "../../url/range.ts";
import type { Change, Scope } from "../../url/scope.ts";
import type { Shown } from "../join.ts";
import { LongerRange } from "../LongerRange.tsx";
import { OverTime } from "./OverTime.tsx";
import { PeriodFigures } from "./PeriodFigures.tsx";

interface CostCardProps {
  shown: Shown;
  scope: Scope;
  change: Change;
}

export function CostCard({ shown, scope, change }: CostCardProps) {
  const { series, period, previous, current } = shown;
  const dates = span(period.from, period.to, period.tz);
  const before = span(previous.period.from, previous.period.to, previous.period.tz);
  return (
    <Card
      title="Cost against baseline"
      aside={
        <>
          {dates}, compared with {before}
        </>
      }
    >
      <PeriodFigures shown={shown} scope={scope} />
      <OverTime
        series={series}
        period={period}
        asOf={shown.as_of}
        scope={scope}
        empty={current.traffic.requests === 0 ? <Quiet shown={shown} scope={scope} change={change} /> : null}
      />
    </Card>
  );
}

function Quiet({ shown, scope, change }: CostCardProps) {
  return (
    <div className="flex h-72 flex-col items-center justify-center gap-3 rounded-lg bg-ground px-6 text-center">
      <p className="font-medium">No requests {during(scope.range)}</p>
      <p className="max-w-sm text-dense text-muted">
        {shown.last_event_at === null
          ? "The first ones arrive just now."
          : `The newest request is of ${ago(shown.last_event_at, Date.parse(shown.as_of))}; ${counted(shown.month.traffic.requests, "request")} this month.`}
      </p>
      <LongerRange range={scope.range} change={change} />
    </div>
  );
}
