// What is in a group, told apart by the dimension below it.
import { useCosts } from "../../api/costs.ts";
import { ErrorNote } from "../../ui/ErrorNote.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import type { Scope } from "../../url/scope.ts";
import { groupName, intoGroup, rowsOfGroup } from "../groups/groupScope.ts";
import { beforeOf } from "./before.ts";
import { GroupLine } from "./GroupLine.tsx";

interface InsideGroupProps {
  /** The question for the inside. */
  scope: Scope;
  columns: number;
}

export function InsideGroup({ scope, columns }: InsideGroupProps) {
  const { data, error, refetch } = useCosts(scope);
  if (!data) {
    return (
      <tr className="border-b border-line bg-ground">
        <td colSpan={columns} className="px-4 py-2 pl-10">
          {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Skeleton className="h-6 w-full" />}
        </td>
      </tr>
    );
  }
  return data.groups.map((group) => (
    <GroupLine
      key={`${group.kind} ${group.key ?? ""}`}
      group={group}
      name={groupName(group, scope.cut.groupBy)}
      whole={data.total.cost_usd}
      before={beforeOf(data, group)}
      narrower={intoGroup(scope, group)}
      rows={rowsOfGroup(scope, group)}
      open={null}
      inside
    />
  ));
}
