// What rows are narrowed to, in words.
import { readConditions } from "../../url/conditions.ts";
import { GROUP_LABELS, GROUPS } from "../../url/cut.ts";
import type { Scope } from "../../url/scope.ts";
import { nameOf } from "../names.ts";

/** Each filter and condition as a phrase; none for what lets everything through. */
export function narrowedTo({ cut, own }: Pick<Scope, "cut" | "own">): string[] {
  const filters = GROUPS.flatMap((group) => {
    const { name, filter } = GROUP_LABELS[group];
    const value = cut.filters[filter];
    return value === undefined ? [] : [`${name.toLowerCase()} ${nameOf(value)}`];
  });
  const { succeeded, errorCode, priced, sessionId } = readConditions(own);
  return [
    ...filters,
    ...(succeeded === null ? [] : [succeeded ? "succeeded" : "failed"]),
    ...(errorCode === null ? [] : [`error ${errorCode}`]),
    ...(priced === null ? [] : [priced ? "with a price" : "without a price"]),
    ...(sessionId === null ? [] : [`conversation ${nameOf(sessionId)}`]),
  ];
}
