// The sums of the span, and one measure of them over time, told apart by the chosen dimension.
import { lazy, Suspense, useDeferredValue } from "react";
import type { UsageAnswer } from "../../api/types.ts";
import { Legend, LegendItem, Stroke, Swatch } from "../../chart/Legend.tsx";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ownOf, withOwn } from "../../url/own.ts";
import { during } from "../../url/range.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { GroupChoice } from "../groups/GroupChoice.tsx";
import type { Layer } from "./layers.ts";
import { MEASURE_LABELS, MEASURES, type Measure } from "./measures.ts";
import { UsageFigures } from "./UsageFigures.tsx";
import { UsageTable } from "./UsageTable.tsx";

const UsageChart = lazy(() => import("./UsageChart.tsx"));

export interface UsageParts {
  answer: UsageAnswer;
  scope: Scope;
  /** What is drawn; that of the scope follows. */
  measure: Measure;
  layers: Layer[];
}

export function UsageCard({ answer, scope, change, measure, layers }: UsageParts & { change: Change }) {
  const { period, compared } = answer;
  const chosen = ownOf(scope, "measure", MEASURES);
  // New figures wait for whatever is pressed while their chart is drawn.
  const drawn = useDeferredValue({ answer, layers, measure });
  const before = compared ? span(compared.period.from, compared.period.to, compared.period.tz) : null;
  return (
    <Card title="Requests and tokens" aside={`${span(period.from, period.to, period.tz)}${before === null ? "" : `, compared with ${before}`}`}>
      <UsageFigures answer={answer} />
      <div className="mt-5 mb-3 flex flex-wrap gap-x-3 gap-y-2">
        <ChoiceGroup label="Measure">
          {MEASURES.map((each) => (
            <Choice
              key={each}
              pressed={each === chosen}
              onClick={() => {
                change({ own: withOwn(scope, "measure", each === MEASURES[0] ? null : each) });
              }}
            >
              {MEASURE_LABELS[each].name}
            </Choice>
          ))}
        </ChoiceGroup>
        <GroupChoice cut={scope.cut} change={change} />
      </div>
      {layers.length === 0 ? (
        <Empty title={`No ${MEASURE_LABELS[measure].of} ${during(scope.range)}`} className="min-h-60">
          {answer.total.requests === 0
            ? "Choose a longer span above, or take a filter away."
            : "The requests of this span have none. Choose another measure."}
        </Empty>
      ) : (
        <>
          <Legend>
            {layers.map(({ id, name, colour }) => (
              <LegendItem key={id} mark={<Swatch colour={colour} />}>
                {name}
              </LegendItem>
            ))}
            {before !== null && <LegendItem mark={<Stroke colour="var(--warn)" />}>All, {before}</LegendItem>}
          </Legend>
          <Suspense fallback={<Skeleton className="h-72 w-full" />}>
            <UsageChart {...drawn} scope={scope} />
          </Suspense>
          <UsageTable answer={answer} layers={layers} measure={measure} scope={scope} />
        </>
      )}
    </Card>
  );
}
