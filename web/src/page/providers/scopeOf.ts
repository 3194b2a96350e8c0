// What the page looks at, narrowed to one provider.
import type { Scope } from "../../url/scope.ts";

export function scopeOf(scope: Scope, provider: string): Scope {
  return { ...scope, cut: { ...scope.cut, filters: { ...scope.cut.filters, provider } } };
}
