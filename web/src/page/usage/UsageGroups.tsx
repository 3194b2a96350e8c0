// Who drives the measure: the groups, most first, in the colours of the chart. A click on one narrows everything to it.
import { TOP } from "../../api/usage.ts";
import { OTHER_COLOUR } from "../../chart/palette.ts";
import { fileSpan, span } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { GROUP_LABELS } from "../../url/cut.ts";
import { groupId } from "../groups/groupScope.ts";
import { groupRows } from "./groupRows.ts";
import { byMeasure } from "./layers.ts";
import { amountOf, MEASURE_LABELS } from "./measures.ts";
import type { UsageParts } from "./UsageCard.tsx";
import { UsageGroupRow } from "./UsageGroupRow.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Requests", title: "All requests of the group" },
  { name: "Input", title: "Tokens, cached parts included" },
  { name: "Cached", title: "How much of its input was read from a prompt cache" },
  { name: "Output", title: "Tokens, reasoning included" },
  { name: "Reasoning", title: "Tokens of output spent on reasoning" },
  { name: "Success", title: "Requests with a complete answer; failures caused by clients are left out" },
  { name: "Mean time", title: "From admission to the end of the answer, on average" },
];

export function UsageGroups({ answer, scope, measure, layers }: UsageParts) {
  const { groupBy } = scope.cut;
  const { name, many } = GROUP_LABELS[groupBy];
  const { compared } = answer;
  const colours = new Map(layers.map(({ id, colour }) => [id, colour]));
  const against = compared ? span(compared.period.from, compared.period.to, compared.period.tz) : "";
  const before = new Map(compared?.groups.map((group) => [groupId(group), amountOf(group.total, measure)]));
  const whole = amountOf(answer.total, measure);
  const columns: Column[] = [
    { name, left: true },
    { name: "Share", title: `Of all ${MEASURE_LABELS[measure].of}` },
    ...(compared ? [{ name: "Change", title: `Of its ${MEASURE_LABELS[measure].of}` }] : []),
    ...COLUMNS,
  ];
  return (
    <Card
      title={`Who drives it: ${many}`}
      aside={
        <CsvButton
          name={() => `tollkeeper-usage-by-${groupBy}-${fileSpan(answer.period)}`}
          rows={() => groupRows(answer)}
          disabled={answer.groups.length === 0}
        />
      }
      flush
    >
      {answer.groups.length === 0 ? (
        <p className="px-5 pb-5 text-dense text-muted">There is nothing to tell apart by {many}.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[50rem] text-dense" data-testid="usage-groups">
            <TableHead columns={columns} sticky />
            <tbody>
              {byMeasure(answer.groups, measure).map((group) => (
                <UsageGroupRow
                  key={groupId(group)}
                  group={group}
                  share={whole === 0 ? null : amountOf(group.total, measure) / whole}
                  colour={colours.get(groupId(group)) ?? OTHER_COLOUR}
                  scope={scope}
                  compared={compared ? { now: amountOf(group.total, measure), then: before.get(groupId(group)) ?? 0, against } : null}
                />
              ))}
            </tbody>
          </table>
          <p className="px-4 py-2 text-2xs text-faint sm:px-5">
            {answer.groups.some((group) => group.kind === "other")
              ? `The ${TOP} ${many} with most requests, then all others together; they sum to the total. Ordered by ${MEASURE_LABELS[measure].of}.`
              : `All ${many}, ordered by ${MEASURE_LABELS[measure].of}; they sum to the total.`}
          </p>
        </div>
      )}
    </Card>
  );
}
