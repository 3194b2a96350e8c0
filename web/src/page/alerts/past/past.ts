// Which span of the past is looked at, as the address holds it.
import { type Past, PASTS } from "../../../api/alerts.ts";
import type { Scope } from "../../../url/scope.ts";

export function pastOf({ own }: Pick<Scope, "own">): Past {
  return PASTS.find((past) => past === own.past) ?? "7d";
}

/** The page's parameters with another span; the default is left out. */
export function withPast(own: Scope["own"], past: Past): Scope["own"] {
  const others = Object.fromEntries(Object.entries(own).filter(([name]) => name !== "past"));
  return past === "7d" ? others : { ...others, past };
}
