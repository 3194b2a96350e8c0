// Cost against baseline over time: what the marks are, the chart, and the chart in figures.
import { lazy, type ReactNode, Suspense, useDeferredValue } from "react";
import type { CostBucket, CostSeries, Period } from "../../api/types.ts";
import { useGoToRows } from "../../chart/useGoToRows.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import type { Scope } from "../../url/scope.ts";
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
  const { buckets } = series;
  const goToRows = useGoToRows(scope);
  // New figures wait for whatever is pressed while their chart is drawn.
  const drawn = useDeferredValue({ series, second, asOf, tz: period.tz });
  const pick = (index: number) => {
    const bucket = buckets[index];
    if (!bucket || bucket.requests === 0) return;
    goToRows(series, period, bucket.start);
  };
  return (
    <div className="mt-5">
      {empty ?? (
        <>
          <Legend second={secondSpan} />
          <Suspense fallback={<Skeleton className="h-[24.5rem] w-full" />}>
            <CostChart {...drawn} onPick={pick} />
          </Suspense>
          <BucketTable series={series} period={period} asOf={asOf} scope={scope} />
        </>
      )}
    </div>
  );
}
