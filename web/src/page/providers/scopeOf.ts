// What the page looks at, narrowed to what a series is of: a provider, or one model there.
import type { ProviderSeries } from "../../api/types.ts";
import type { Scope } from "../../url/scope.ts";

export function scopeOf(scope: Scope, { provider, model }: Pick<ProviderSeries, "provider" | "model">): Scope {
  return { ...scope, cut: { ...scope.cut, filters: { ...scope.cut.filters, provider, ...(model === null ? {} : { model }) } } };
}
