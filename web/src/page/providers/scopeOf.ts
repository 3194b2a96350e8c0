// What the page looks at, narrowed to one provider. Figures here know no other filter, so the requests behind them have none.
import { onlyFilters } from "../../url/cut.ts";
import type { Scope } from "../../url/scope.ts";

export function scopeOf(scope: Scope, provider: string | null): Scope {
  const filters = onlyFilters(scope.cut.filters, ["provider"]);
  return { ...scope, cut: { ...scope.cut, filters: provider === null ? filters : { provider } } };
}
