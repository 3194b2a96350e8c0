// The groups, dearest first. Each opens to what is in it, and leads to a page of its own and to its rows.
import { Fragment, useState } from "react";
import { TOP } from "../../api/costs.ts";
import type { CostsAnswer } from "../../api/types.ts";
import { fileSpan } from "../../time/format.ts";
import { Card } from "../../ui/Card.tsx";
import { CsvButton } from "../../ui/CsvButton.tsx";
import { type Column, TableHead } from "../../ui/TableHead.tsx";
import { below, GROUP_LABELS } from "../../url/cut.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { groupName, insideGroup, intoGroup, rowsOfGroup } from "../groups/groupScope.ts";
import { beforeOf } from "./before.ts";
import { GroupLine } from "./GroupLine.tsx";
import { GroupPicker } from "./GroupPicker.tsx";
import { groupRows } from "./groupRows.ts";
import { InsideGroup } from "./InsideGroup.tsx";

interface GroupsCardProps {
  answer: CostsAnswer;
  scope: Scope;
  change: Change;
}

const COLUMNS: readonly Column[] = [
  { name: "Requests", title: "All requests of the group; they lead to its rows" },
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
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const inner = below(cut);
  const fileName = () => `tollkeeper-costs-by-${cut.groupBy}-${fileSpan(answer.period)}`;
  const toggle = (key: string) => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <Card
      title="Where it goes"
      aside={
        <div className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-1">
          <GroupPicker cut={cut} change={change} />
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
              {answer.groups.map((group) => {
                const id = `${cut.groupBy} ${group.kind} ${group.key ?? ""}`;
                const insides = insideGroup(scope, group);
                const open = insides === null ? null : opened.has(id);
                return (
                  <Fragment key={id}>
                    <GroupLine
                      group={group}
                      name={groupName(group, cut.groupBy)}
                      whole={answer.total.cost_usd}
                      before={beforeOf(answer, group)}
                      narrower={intoGroup(scope, group)}
                      rows={rowsOfGroup(scope, group)}
                      open={open}
                      onToggle={() => {
                        toggle(id);
                      }}
                    />
                    {open === true && insides !== null && <InsideGroup scope={insides} columns={COLUMNS.length + 1} />}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
          <p className="px-4 py-2 text-2xs text-faint sm:px-5">
            {answer.groups.some((group) => group.kind === "other")
              ? `The ${TOP} dearest ${many}, then all others together; they sum to the total.`
              : `All ${many}, dearest first; they sum to the total.`}
            {inner !== null && ` Each opens to its ${GROUP_LABELS[inner].many}.`}
          </p>
        </div>
      )}
    </Card>
  );
}
