// The providers page: which provider is worth it, side by side, over time, and when each was out.
import { SERIES_OF, useProviders, useProviderSeries } from "../../api/providers.ts";
import type { ProviderRow, ProvidersAnswer } from "../../api/types.ts";
import { Card } from "../../ui/Card.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ownOf } from "../../url/own.ts";
import { during } from "../../url/range.ts";
import { Answered } from "../Answered.tsx";
import type { Around, PageProps } from "../Around.ts";
import { breakersNow } from "../join.ts";
import { Page } from "../Page.tsx";
import { ComparisonCard } from "./ComparisonCard.tsx";
import { OverTimeCard } from "./OverTimeCard.tsx";
import { TimelineCard } from "./TimelineCard.tsx";
import { VerdictCard } from "./VerdictCard.tsx";

export default function Providers({ around }: PageProps) {
  return (
    <Page around={around} query={useProviders(around.scope)}>
      {(answer) => <Drawn around={around} answer={answer} />}
    </Page>
  );
}

function Drawn({ around, answer: { providers, period } }: { around: Around; answer: ProvidersAnswer }) {
  const { scope, change, live } = around;
  const rows = live.update ? breakersNow(providers, live.update.providers) : providers;
  if (rows.length === 0) {
    return (
      <Card>
        <Empty title={`No provider was asked ${during(scope.range)}`}>
          Choose a longer span above, or take the filter away. A provider stands here from its first attempt on.
        </Empty>
      </Card>
    );
  }
  return (
    <>
      <VerdictCard rows={rows} />
      <ComparisonCard rows={rows} scope={scope} change={change} tz={period.tz} />
      <OverTime around={around} rows={rows} />
    </>
  );
}

function OverTime({ around, rows }: { around: Around; rows: readonly ProviderRow[] }) {
  const { scope, change } = around;
  const by = scope.cut.filters.provider === undefined ? "provider" : ownOf(scope, "by", SERIES_OF);
  return (
    <Answered around={around} query={useProviderSeries(scope, by)} skeleton={<Skeleton className="h-96 w-full rounded-xl" />}>
      {(answer) => (
        <>
          <OverTimeCard answer={answer} by={by} scope={scope} change={change} />
          <TimelineCard answer={answer} rows={rows} scope={scope} />
        </>
      )}
    </Answered>
  );
}
