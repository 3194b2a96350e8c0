// The costs page: what was spent against what it would have cost, cut by any dimension, down to one value of each.
import { lazy, Suspense } from "react";
import { useCosts } from "../../api/costs.ts";
import type { CostsAnswer } from "../../api/types.ts";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { during } from "../../url/range.ts";
import type { Scope } from "../../url/scope.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import { Frame, type Around } from "../Frame.tsx";
import { useEnded } from "../useEnded.ts";
import { FilterChips } from "./FilterChips.tsx";
import { GroupsCard } from "./GroupsCard.tsx";
import { Legend } from "./Legend.tsx";
import { TotalFigures } from "./TotalFigures.tsx";

const CostChart = lazy(() => import("./CostChart.tsx"));

interface CostsProps {
  around: Around;
  refetch: () => void;
  signedOut: () => void;
}

export function Costs({ around, refetch, signedOut }: CostsProps) {
  const { scope, change } = around;
  const { data, error, isPlaceholderData } = useCosts(scope);
  const ended = useEnded(error, signedOut);
  const dimmed = `space-y-4 transition-opacity ${isPlaceholderData ? "opacity-50" : ""}`;
  return (
    <Frame around={around} shown={data ?? null}>
      <FilterChips scope={scope} change={change} />
      {error && !ended && <ErrorNote error={error} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-[36rem] w-full rounded-xl" />}
      {data && (
        <div className={dimmed} aria-busy={isPlaceholderData}>
          <OverTime answer={data} scope={scope} />
          <GroupsCard answer={data} scope={scope} change={change} />
        </div>
      )}
    </Frame>
  );
}

function OverTime({ answer, scope }: { answer: CostsAnswer; scope: Scope }) {
  const { period, grain, buckets, coverage } = answer;
  return (
    <Card title="Cost against baseline" aside={span(period.from, period.to, period.tz)}>
      <TotalFigures answer={answer} />
      <div className="mt-5">
        {coverage.requests === 0 ? (
          <p className="flex h-60 items-center justify-center rounded-lg bg-ground px-6 text-center text-muted">
            No such requests {during(scope.range)}.
          </p>
        ) : (
          <>
            <Legend />
            <Suspense fallback={<Skeleton className="h-[24.5rem] w-full" />}>
              <CostChart series={{ grain, buckets }} asOf={answer.as_of} tz={period.tz} />
            </Suspense>
            <div className="mt-4 max-w-xl">
              <CoverageBar coverage={coverage} />
            </div>
          </>
        )}
      </div>
    </Card>
  );
}
