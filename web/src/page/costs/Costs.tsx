// The costs page: what was spent against what it would have cost, cut by any dimension, down to one value of each.
import { useCosts } from "../../api/costs.ts";
import { span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { Empty } from "../../ui/Empty.tsx";
import { during } from "../../url/range.ts";
import { CoverageBar } from "../CoverageBar.tsx";
import type { PageProps } from "../Around.ts";
import { Page } from "../Page.tsx";
import { beforeSpan } from "./before.ts";
import { GroupsCard } from "./GroupsCard.tsx";
import { OverTime } from "./OverTime.tsx";
import { TotalFigures } from "./TotalFigures.tsx";

export default function Costs({ around }: PageProps) {
  const { scope, change } = around;
  return (
    <Page around={around} query={useCosts(scope)}>
      {(answer) => (
        <>
          <Card title="Cost against baseline" aside={span(answer.period.from, answer.period.to, answer.period.tz)}>
            <TotalFigures answer={answer} />
            <OverTime
              series={answer}
              second={answer.compared?.buckets}
              secondSpan={beforeSpan(answer)}
              period={answer.period}
              asOf={answer.as_of}
              scope={scope}
              empty={answer.coverage.requests === 0 ? <Empty title={`No such requests ${during(scope.range)}`}>Choose another range, or take a filter away.</Empty> : null}
            />
            {answer.coverage.requests > 0 && (
              <div className="mt-4 border-t border-line pt-4">
                <p className="mb-2 text-xs text-muted">How complete these figures are</p>
                <CoverageBar coverage={answer.coverage} scope={scope} />
              </div>
            )}
          </Card>
          <GroupsCard answer={answer} scope={scope} change={change} />
        </>
      )}
    </Page>
  );
}
