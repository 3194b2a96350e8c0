// The head of a group's row: its name, and a click on it narrows everything to the group.
import type { ReactNode } from "react";
import { narrowed } from "../../url/cut.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { groupName, type Named } from "./groupName.ts";

interface GroupHeadProps {
  group: Named;
  scope: Scope;
  change: Change;
  /** What the group is drawn with in the chart above. */
  mark?: ReactNode;
}

export function GroupHead({ group, scope, change, mark }: GroupHeadProps) {
  const { key } = group;
  const { cut } = scope;
  const name = groupName(group, cut.groupBy);
  return (
    <th scope="row" className="sticky left-0 max-w-64 bg-surface px-3 py-2 pl-4 text-left align-top font-medium sm:pl-5">
      <span className="flex items-center gap-2">
        {mark}
        {key === null ? (
          <span className="truncate text-muted">{name}</span>
        ) : (
          <button
            type="button"
            title={`Only ${name}`}
            onClick={() => {
              change({ cut: narrowed(cut, key) });
            }}
            className="min-w-0 truncate text-left hover:underline"
          >
            {name}
          </button>
        )}
      </span>
    </th>
  );
}
