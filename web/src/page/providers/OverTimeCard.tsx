// Providers over time beside each other, a small chart each, all to one scale.
import { lazy, Suspense, useDeferredValue, useMemo } from "react";
import { SERIES_OF, type SeriesOf } from "../../api/providers.ts";
import type { ProviderSeriesAnswer } from "../../api/types.ts";
import { Legend, LegendItem, Stroke, Swatch } from "../../chart/Legend.tsx";
import { counted } from "../../figures/number.ts";
import { Card } from "../../ui/Card.tsx";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import { ownOf, withOwn } from "../../url/own.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { type Metric, METRIC_FACTS, METRICS, type PanelOf, panelsOf } from "./metrics.ts";
import { OverTimeTable } from "./OverTimeTable.tsx";
import { scopeOf } from "./scopeOf.ts";
import { seriesName } from "./seriesName.ts";

const PanelChart = lazy(() => import("./PanelChart.tsx"));

interface OverTimeCardProps {
  answer: ProviderSeriesAnswer;
  /** What each series is of. */
  by: SeriesOf;
  scope: Scope;
  change: Change;
}

const OF_WORDS: Record<SeriesOf, string> = { provider: "All models", model: "By model" };

export function OverTimeCard({ answer, by, scope, change }: OverTimeCardProps) {
  const metric = ownOf(scope, "metric", METRICS);
  // What is pressed shows at once; the charts follow as soon as they are drawn.
  const drawn = useDeferredValue({ answer, metric });
  return (
    <Card title="Over time" aside={`${METRIC_FACTS[metric].meaning}; all to one scale`}>
      <div className="flex flex-wrap gap-x-3 gap-y-2">
        <ChoiceGroup label="Metric">
          {METRICS.map((each) => (
            <Choice
              key={each}
              pressed={each === metric}
              onClick={() => {
                change({ own: withOwn(scope, "metric", each === METRICS[0] ? null : each) });
              }}
            >
              {METRIC_FACTS[each].name}
            </Choice>
          ))}
        </ChoiceGroup>
        {scope.cut.filters.provider !== undefined && (
          <ChoiceGroup label="Of">
            {SERIES_OF.map((each) => (
              <Choice
                key={each}
                pressed={each === by}
                onClick={() => {
                  change({ own: withOwn(scope, "by", each === SERIES_OF[0] ? null : each) });
                }}
              >
                {OF_WORDS[each]}
              </Choice>
            ))}
          </ChoiceGroup>
        )}
      </div>
      <Panels {...drawn} scope={scope} />
    </Card>
  );
}

interface PanelsProps {
  answer: ProviderSeriesAnswer;
  metric: Metric;
  scope: Scope;
}

function Panels({ answer, metric, scope }: PanelsProps) {
  const { traces, bars } = METRIC_FACTS[metric];
  // By hand: beside what the address says the compiler would make them anew with it, and draw every chart again.
  const { panels, low, high } = useMemo(() => panelsOf(answer, metric), [answer, metric]);
  return (
    <>
      <div className="mt-3">
        <Legend>
          {traces.map(({ name, colour }) => (
            <LegendItem key={name} mark={bars ? <Swatch colour={colour} /> : <Stroke colour={colour} />}>
              {name}
            </LegendItem>
          ))}
        </Legend>
      </div>
      <div className="mt-2 grid grid-cols-1 gap-x-6 gap-y-5 md:grid-cols-2 xl:grid-cols-3" data-testid="panels">
        {panels.map((panel) => (
          <Panel key={panel.id} panel={panel} answer={answer} metric={metric} low={low} high={high} scope={scope} />
        ))}
      </div>
      <OverTimeTable answer={answer} panels={panels} metric={metric} scope={scope} />
    </>
  );
}

function Panel({ panel: { series, rows }, answer, metric, low, high, scope }: PanelsProps & { panel: PanelOf; low: number; high: number }) {
  return (
    <section aria-label={seriesName(series)} className="min-w-0">
      <h3 className="mb-1 flex items-baseline gap-2 text-dense font-medium">
        <span className="truncate">{seriesName(series)}</span>
        {series.simulated && <SimulatedTag small />}
        <span className="figure ml-auto text-2xs font-normal text-faint">
          {counted(series.buckets.reduce((sum, { attempts }) => sum + attempts, 0), "attempt")}
        </span>
      </h3>
      <Suspense fallback={<Skeleton className="h-32 w-full" />}>
        <PanelChart answer={answer} rows={rows} metric={metric} low={low} high={high} scope={scopeOf(scope, series)} />
      </Suspense>
    </section>
  );
}
