// What a group is called, and where it leads: into it, below it, and to its rows.
import type { GroupKind } from "../../api/types.ts";
import { below, type Filters, GROUP_LABELS, type GroupBy, narrowed } from "../../url/cut.ts";
import { rowsOf } from "../../url/rows.ts";
import { changed, type Scope } from "../../url/scope.ts";

/** What tells the groups of an answer apart, whatever they hold. */
export interface Group {
  kind: GroupKind;
  key: string | null;
  label: string;
}

type Key = Pick<Group, "key">;

/** Tells the groups of one answer apart. */
export function groupId({ kind, key }: Pick<Group, "kind" | "key">): string {
  return `${kind} ${key ?? ""}`;
}

/** The page narrowed to the group; null for what is no single value. */
export function intoGroup(scope: Scope, { key }: Key): Scope | null {
  return key === null ? null : changed(scope, { cut: narrowed(scope.cut, key) });
}

/** The question for what is in the group, by the dimension below; null where nothing is below, or it is no single value. */
export function insideGroup(scope: Scope, { key }: Key): Scope | null {
  const inner = below(scope.cut);
  if (key === null || inner === null) return null;
  return changed(scope, { cut: { groupBy: inner, thenBy: null, filters: { ...scope.cut.filters, ...filterOf(scope.cut.groupBy, key) } } });
}

/** The group's rows; null for what is no single value. */
export function rowsOfGroup(scope: Scope, { key }: Key): Scope | null {
  return key === null ? null : rowsOf(scope, filterOf(scope.cut.groupBy, key));
}

/** What a group is called. */
export function groupName(group: Pick<Group, "kind" | "label">, by: GroupBy): string {
  if (group.kind === "other") return `All other ${GROUP_LABELS[by].many}`;
  return group.kind === "none" ? "None" : group.label;
}

function filterOf(by: GroupBy, key: string): Filters {
  return { [GROUP_LABELS[by].filter]: key };
}
