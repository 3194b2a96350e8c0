// The costs page: what was spent against what it would have cost, cut by any dimension, down to one value of each.
import { lazy, Suspense } from "react";
import { useCosts } from "../../api/costs.ts";
import type { CostsAnswer } from "../../api/types.ts";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { during } from "../../url/range.ts";
import type { Scope } from "../../url/scope.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import type { PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { GroupsCard } from "./GroupsCard.tsx";
import { Legend } from "./Legend.tsx";
import { TotalFigures } from "./TotalFigures.tsx";

const CostChart = lazy(() => import("./CostChart.tsx"));

export default function Costs({ around }: PageProps) {
  const { scope, change } = around;
  return (
    <Page around={around} query={useCosts(scope)}>
      {(answer) => (
        <>
          <OverTime answer={answer} scope={scope} />
          <GroupsCard answer={answer} scope={scope} change={change} />
        </>
      )}
    </Page>
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
