// What a group is called: by its value, or by what it stands for where it is none.
import type { GroupKind } from "../../api/types.ts";
import { GROUP_LABELS, type GroupBy } from "../../url/cut.ts";

export interface Named {
  kind: GroupKind;
  key: string | null;
  label: string;
}

export function groupName({ kind, label }: Named, by: GroupBy): string {
  if (kind === "other") return `All other ${GROUP_LABELS[by].many}`;
  return kind === "none" ? "None" : label;
}

/** Tells the groups of one answer apart. */
export function groupId({ kind, key }: Named): string {
  return `${kind} ${key ?? ""}`;
}
