// The ROI page: what was saved less what the platform costs, the day that paid back, and what may come.
import { lazy, Suspense } from "react";
import { useRoi } from "../../api/roi.ts";
import type { RoiTimeline } from "../../api/types.ts";
import { fileSpan, span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { dateWords } from "../../url/range.ts";
import type { PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { bucketRows } from "./months.ts";
import { MonthEndCard } from "./MonthEndCard.tsx";
import { MonthsCard } from "./MonthsCard.tsx";
import { NetLegend } from "./NetLegend.tsx";
import { isFree } from "./standing.ts";
import { StandingCard } from "./StandingCard.tsx";

const NetChart = lazy(() => import("./NetChart.tsx"));

export default function Roi({ around }: PageProps) {
  const { scope } = around;
  return (
    <Page around={around} query={useRoi(scope)}>
      {(answer) => (
        <>
          <StandingCard answer={answer} scope={scope} />
          <OverTime answer={answer} />
          <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
            <MonthEndCard answer={answer} />
            <MonthsCard answer={answer} scope={scope} />
          </div>
        </>
      )}
    </Page>
  );
}

function OverTime({ answer }: { answer: RoiTimeline }) {
  const { period, coverage, forecast } = answer;
  const free = isFree(answer.platform);
  return (
    <Card
      title="Net over time"
      aside={
        <div className="flex items-center gap-3">
          <span>
            {span(period.from, period.to, period.tz)}
            {forecast !== null && `, forecast to ${dateWords(forecast.until)}`}
          </span>
          <CsvButton name={() => `tollkeeper-roi-by-${answer.grain}-${fileSpan(period)}`} rows={() => bucketRows(answer)} />
        </div>
      }
    >
      {coverage.requests === 0 ? (
        <Empty title="Nothing to add up yet">
          Savings add up here day by day, less what the platform costs, from the first request that a route or a cache made cheaper.
        </Empty>
      ) : (
        <>
          <NetLegend withPlatform={!free} withForecast={forecast !== null} withPayback={!free && answer.paid_back_on !== null} />
          <Suspense fallback={<Skeleton className="h-80 w-full" />}>
            <NetChart answer={answer} />
          </Suspense>
        </>
      )}
    </Card>
  );
}
