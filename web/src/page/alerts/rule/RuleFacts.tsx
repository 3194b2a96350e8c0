// A rule's figure, bound and spans, and the way to the rows that it watches.
import type { ReactNode } from "react";
import type { AlertItem } from "../../../api/types.ts";
import { counted, lasting } from "../../../figures/number.ts";
import { ago, exact } from "../../../time/format.ts";
import { Fact } from "../../../ui/Fact.tsx";
import type { Scope } from "../../../url/scope.ts";
import { RowsLink } from "../../requests/RowsLink.tsx";
import { bound, METRIC_FACTS } from "../metric.ts";
import { Figure } from "../Reading.tsx";
import { standingOf } from "../standing.ts";
import { boundWords } from "../words.ts";
import { watchedRows } from "./watchedRows.ts";

interface RuleFactsProps {
  item: AlertItem;
  scope: Scope;
  asOf: string;
  tz: string;
  nowMs: number;
}

export function RuleFacts({ item, scope, asOf, tz, nowMs }: RuleFactsProps) {
  const { metric, evaluated_at, window_minutes } = item;
  const rows = watchedRows(scope, item, asOf);
  const recovery = item.recovery_threshold ?? null;
  const waits = item.for_minutes ?? 0;
  const rests = item.recovery_minutes ?? 0;
  const loud = standingOf(item) === "firing" ? "text-loss" : "";
  return (
    <>
      <dl data-testid="rule-facts" className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
        <Fact label={`${METRIC_FACTS[metric].name} now`} aside={<Aside title={METRIC_FACTS[metric].meaning}>of the last {lasting(window_minutes)}</Aside>}>
          <span className={loud}>
            <Figure metric={metric} value={item.value} />
          </span>
        </Fact>
        <Fact label="Fires" aside={<Aside>{waits === 0 ? "at once" : `after ${lasting(waits)} of it`}</Aside>}>
          <span className="figure">{boundWords(item)}</span>
        </Fact>
        <Fact label="Is over" aside={<Aside>{rests === 0 ? "at once" : `after ${lasting(rests)} of it`}</Aside>}>
          <span className="figure">
            {item.comparison === "below" ? "from" : "up to"} {bound(metric, recovery ?? item.threshold)}
          </span>
        </Fact>
        <Fact label="Needs" aside={<Aside>in its window, to tell</Aside>}>
          <span className="figure">{counted(item.min_requests ?? 1, "request")}</span>
        </Fact>
        <Fact label="Last look" aside={<Aside>{item.enabled === false ? "it is off" : "every few seconds"}</Aside>}>
          <span className="figure" title={evaluated_at === null ? "It was not looked at yet" : exact(evaluated_at, tz)}>
            {evaluated_at === null ? "\u2014" : ago(evaluated_at, nowMs)}
          </span>
        </Fact>
      </dl>
      <p className="mt-4 text-dense">
        <RowsLink to={rows.to} title={rows.title}>
          {rows.words}
        </RowsLink>
      </p>
    </>
  );
}

function Aside({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <span className="figure block truncate text-2xs text-muted" title={title}>
      {children}
    </span>
  );
}
