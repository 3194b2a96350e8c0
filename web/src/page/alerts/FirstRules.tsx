// What stands where no rule is yet: what a rule does, and three to begin with.
import { useReadyMade } from "./useReadyMade.ts";
import { Card } from "../../ui/Card.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import type { Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { READY_MADE } from "./readyMade.ts";
import { ruleWords } from "./words.ts";

export function FirstRules({ scope }: { scope: Scope }) {
  const ready = useReadyMade(scope);
  return (
    <Card title="No rules yet">
      <p className="max-w-2xl text-dense text-muted">
        A rule looks at cost, failures, latency or requests over the last minutes or days, every few seconds, and says when the figure
        passes a bound. Begin with one of these; the editor shows what it would have done in the past before you keep it.
      </p>
      <ul aria-label="Rules to begin with" className="mt-4 grid grid-cols-1 gap-3 lg:grid-cols-3">
        {READY_MADE.map((name) => (
          <li key={name} className="flex flex-col rounded-lg bg-ground p-4">
            {ready === null ? (
              <Skeleton className="h-32 w-full" />
            ) : (
              <>
                <h3 className="font-medium">{ready[name].title}</h3>
                <p className="mt-1 text-dense text-muted">{ready[name].why}</p>
                <p className="mt-2 text-2xs text-faint">{ruleWords(ready[name].rule)}</p>
                <div className="mt-auto pt-3">
                  <ScopeLink
                    to={{ ...scope, own: { new: name } }}
                    className="inline-block rounded-lg bg-surface px-3 py-1.5 text-dense font-medium shadow-card hover:bg-hover"
                  >
                    Use this rule<span className="sr-only">: {ready[name].title}</span>
                  </ScopeLink>
                </div>
              </>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
