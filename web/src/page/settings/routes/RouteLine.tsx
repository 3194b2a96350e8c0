// One route: how it chooses, among whom, and what its savings are measured against.
import type { RouteItem } from "../../../api/types.ts";
import { exact } from "../../../time/format.ts";
import { Tag } from "../../../ui/Tag.tsx";
import { DEFAULT_CUT } from "../../../url/cut.ts";
import { changed, type Scope } from "../../../url/scope.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import { strategyWords } from "./strategies.ts";

export function RouteLine({ route, scope, tz }: { route: RouteItem; scope: Scope; tz: string }) {
  const { name, strategy, candidates, baseline, seen_at } = route;
  const costs = changed(scope, { page: "costs", cut: { ...DEFAULT_CUT, groupBy: "model", filters: { route: name } } });
  return (
    <li className="border-b border-line px-4 py-3 last:border-0 sm:px-5" data-route={name}>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">{name}</h3>
        <Tag title={strategyWords(strategy) ?? undefined}>{strategy}</Tag>
        <ScopeLink to={costs} className="ml-auto text-xs text-muted underline underline-offset-2 hover:text-ink">
          What {name} costs
        </ScopeLink>
      </div>
      {strategyWords(strategy) !== null && <p className="mt-0.5 text-dense text-muted">{strategyWords(strategy)}</p>}
      <ol className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-dense">
        {candidates.map(({ model, weight, max_complexity }, at) => (
          <li key={model} className="flex items-center gap-1.5">
            <span className="figure text-2xs text-faint">{at + 1}.</span>
            <code className="font-mono text-xs break-all">{model}</code>
            {strategy === "weighted" && <Tag title="Its share of the draws">{`weight ${weight}`}</Tag>}
            {max_complexity !== null && <Tag title="The hardest requests that it is given first">{`up to ${max_complexity}`}</Tag>}
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-muted">
        {baseline === null ? (
          "Without a baseline: what its requests save is not known."
        ) : (
          <>
            Savings are measured against <code className="font-mono text-2xs break-all">{baseline}</code>.
          </>
        )}{" "}
        <span className="text-faint">Read {exact(seen_at, tz)}.</span>
      </p>
    </li>
  );
}
