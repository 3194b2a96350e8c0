// Cost against baseline over time: what the marks are, the chart, and the chart in figures.
import { lazy, type ReactNode, Suspense } from "react";
import type { CostBucket, CostSeries, Period } from "../../api/types.ts";
import { endOf } from "../../chart/time.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { rowsOfBucket } from "../../url/rows.ts";
import { goTo, type Scope, writeScope } from "../../url/scope.ts";
import { BucketTable } from "./BucketTable.tsx";
import { Legend } from "./Legend.tsx";

const CostChart = lazy(() => import("./CostChart.tsx"));

interface OverTimeProps {
  series: CostSeries;
  /** The buckets of the span to compare with, and its name. */
  second?: readonly CostBucket[] | undefined;
  secondSpan?: string | null;
  period: Period;
  asOf: string;
  scope: Scope;
  /** Stands there instead where there is nothing to draw. */
  empty: ReactNode;
}

export function OverTime({ series, second, secondSpan = null, period, asOf, scope, empty }: OverTimeProps) {
  const { grain, buckets } = series;
  const pick = (index: number) => {
    const bucket = buckets[index];
    if (!bucket || bucket.requests === 0) return;
    goTo(writeScope(rowsOfBucket(scope, { start: bucket.start, end: endOf(series, index, period.to), grain, tz: period.tz })));
  };
  return (
    <div className="mt-5">
      {empty ?? (
        <>
          <Legend second={secondSpan} />
          <Suspense fallback={<Skeleton className="h-[24.5rem] w-full" />}>
            <CostChart series={series} second={second} asOf={asOf} tz={period.tz} onPick={pick} />
          </Suspense>
          <BucketTable series={series} period={period} asOf={asOf} scope={scope} />
        </>
      )}
    </div>
  );
}
