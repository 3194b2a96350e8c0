// The period: its sums, and cost against baseline over time.
import { counted } from "../../figures/number.ts";
import { ago, span } from "../../time/format.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { during, rangeWords } from "../../url/range.ts";
import type { Change, Scope } from "../../url/scope.ts";
import type { Shown } from "../join.ts";
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
  const longer = scope.range === "12mo" ? null : scope.range === "90d" ? "12mo" : "90d";
  return (
    <div className="flex h-72 flex-col items-center justify-center gap-3 rounded-lg bg-ground px-6 text-center">
      <p className="font-medium">No requests {during(scope.range)}</p>
      <p className="max-w-sm text-dense text-muted">
        {shown.last_event_at === null
          ? "The first ones arrive just now."
          : `The newest request is of ${ago(shown.last_event_at, Date.parse(shown.as_of))}; ${counted(shown.month.traffic.requests, "request")} this month.`}
      </p>
      {longer !== null && (
        <Button
          onClick={() => {
            change({ range: longer });
          }}
        >
          Show {rangeWords(longer)}
        </Button>
      )}
    </div>
  );
}
