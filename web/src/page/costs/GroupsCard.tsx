// The groups, dearest first. A click on one narrows everything to it.
import { TOP } from "../../api/costs.ts";
import type { CostGroup, CostsAnswer } from "../../api/types.ts";
import { count, percent } from "../../figures/number.ts";
import { parsePicoOrNull, shareForPixels } from "../../money/pico.ts";
import { fileSpan } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { FigureCell } from "../../ui/FigureCell.tsx";
import { Money } from "../../ui/Money.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { GROUP_LABELS } from "../../url/cut.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { GroupChoice } from "../groups/GroupChoice.tsx";
import { GroupHead } from "../groups/GroupHead.tsx";
import { groupId } from "../groups/groupName.ts";
import { ShareCell } from "../groups/ShareCell.tsx";
import { groupRows } from "./groupRows.ts";

interface GroupsCardProps {
  answer: CostsAnswer;
  scope: Scope;
  change: Change;
}

const COLUMNS: readonly Column[] = [
  { name: "Requests", title: "All requests of the group" },
  { name: "Cost", title: "Known cost, failed attempts included" },
  { name: "Share", title: "Of the cost of all groups" },
  { name: "Baseline", title: "What its requests with a baseline would have cost there" },
  { name: "Savings", title: "Baseline less the cost of the same requests; a loss is negative" },
  { name: "With baseline", title: "How many of its requests savings are made of" },
  { name: "Unpriced", title: "Requests whose cost is not known; they are in no sum" },
];

export function GroupsCard({ answer, scope, change }: GroupsCardProps) {
  const { cut } = scope;
  const { name, many } = GROUP_LABELS[cut.groupBy];
  const fileName = () => `tollkeeper-costs-by-${cut.groupBy}-${fileSpan(answer.period)}`;
  return (
    <Card
      title="Where it goes"
      aside={
        <div className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-1">
          <GroupChoice cut={cut} change={change} />
          <CsvButton name={fileName} rows={() => groupRows(answer)} disabled={answer.groups.length === 0} />
        </div>
      }
      flush
    >
      {answer.groups.length === 0 ? (
        <p className="px-5 pb-5 text-dense text-muted">There is nothing to tell apart by {many}.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[46rem] text-dense" data-testid="cost-groups">
            <TableHead columns={[{ name, left: true }, ...COLUMNS]} sticky />
            <tbody>
              {answer.groups.map((group) => (
                <GroupRow key={groupId(group)} group={group} whole={answer.total.cost_usd} scope={scope} change={change} />
              ))}
            </tbody>
          </table>
          <p className="px-4 py-2 text-2xs text-faint sm:px-5">
            {answer.groups.some((group) => group.kind === "other")
              ? `The ${TOP} dearest ${many}, then all others together; they sum to the total.`
              : `All ${many}, dearest first; they sum to the total.`}
          </p>
        </div>
      )}
    </Card>
  );
}

interface GroupRowProps {
  group: CostGroup;
  /** The cost of all groups. */
  whole: string | null;
  scope: Scope;
  change: Change;
}

function GroupRow({ group, whole, scope, change }: GroupRowProps) {
  const { total, coverage, key } = group;
  const share = shareForPixels(parsePicoOrNull(total.cost_usd) ?? 0n, parsePicoOrNull(whole) ?? 0n);
  return (
    <tr className="border-b border-line last:border-0 hover:bg-hover" data-group={key ?? group.kind}>
      <GroupHead group={group} scope={scope} change={change} />
      <FigureCell>{count(coverage.requests)}</FigureCell>
      <FigureCell>
        <Money value={total.cost_usd} className="font-medium" unknown="None of its requests has a price" />
      </FigureCell>
      <ShareCell share={total.cost_usd === null ? null : share} />
      <FigureCell>
        <Money value={total.baseline_usd} unknown="None of its requests has a baseline" />
      </FigureCell>
      <FigureCell>
        <Money value={total.savings_usd} signed unknown="None of its requests has a baseline" />
        {total.savings_percent !== null && <span className="figure ml-1.5 text-2xs text-muted">{percent(total.savings_percent, 1)}</span>}
      </FigureCell>
      <FigureCell>{count(coverage.with_baseline)}</FigureCell>
      <FigureCell warn={coverage.unpriced > 0}>{count(coverage.unpriced)}</FigureCell>
    </tr>
  );
}
