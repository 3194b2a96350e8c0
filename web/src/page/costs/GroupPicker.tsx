// By which dimension costs are told apart, and by which one below it.
import { Select } from "../../ui/Select.tsx";
import { below, type Cut, GROUP_LABELS, GROUPS } from "../../url/cut.ts";
import type { Change } from "../../url/scope.ts";
import { GroupChoice } from "../groups/GroupChoice.tsx";

export function GroupPicker({ cut, change }: { cut: Cut; change: Change }) {
  return (
    <>
      <GroupChoice cut={cut} change={change} />
      <Select
        aria-label="Then by"
        value={below(cut) ?? ""}
        onChange={(event) => {
          change({ cut: { ...cut, thenBy: GROUPS.find((group) => group === event.target.value) ?? null } });
        }}
      >
        {GROUPS.filter((group) => group !== cut.groupBy).map((group) => (
          <option key={group} value={group}>
            then by {GROUP_LABELS[group].name.toLowerCase()}
          </option>
        ))}
      </Select>
    </>
  );
}
