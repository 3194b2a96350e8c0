// By which dimension figures are told apart.
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { type Cut, GROUP_LABELS, GROUPS } from "../../url/cut.ts";
import type { Change } from "../../url/scope.ts";

export function GroupChoice({ cut, change }: { cut: Cut; change: Change }) {
  return (
    <ChoiceGroup label="Group by">
      {GROUPS.map((group) => (
        <Choice
          key={group}
          pressed={group === cut.groupBy}
          onClick={() => {
            change({ cut: { ...cut, groupBy: group, thenBy: cut.thenBy === group ? null : cut.thenBy } });
          }}
        >
          {GROUP_LABELS[group].name}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
