// A page's own parameters, changed one at a time; what is the default is left out of the address.
import type { Scope } from "./scope.ts";

/** The page's own parameters with one of them set, or, with null, left out. */
export function withOwn({ own }: Pick<Scope, "own">, name: string, value: string | null): Record<string, string> {
  const others = Object.entries(own).filter(([each]) => each !== name);
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}

/** The one of `values` that the page's own parameter names; the first if it names none. */
export function ownOf<T extends string>({ own }: Pick<Scope, "own">, name: string, values: readonly [T, ...T[]]): T {
  return values.find((value) => value === own[name]) ?? values[0];
}
