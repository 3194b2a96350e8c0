// The way to the pages: real links, which keep the range, the zone and the cut.
import { changed, type Scope } from "../../url/scope.ts";
import { PAGE_FACTS, PAGES } from "../../url/pages.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { PAGE_ICONS } from "./icons.ts";

interface PageLinksProps {
  scope: Scope;
  /** How many alert rules are outside their bounds now. */
  firing: number;
  /** Called when one is followed. */
  onGo?: () => void;
}

export function PageLinks({ scope, firing, onGo }: PageLinksProps) {
  return (
    <nav aria-label="Pages">
      <ul className="space-y-0.5">
        {PAGES.map((page) => {
          const Icon = PAGE_ICONS[page];
          const here = page === scope.page;
          return (
            <li key={page}>
              <ScopeLink
                to={changed(scope, { page, sub: null, own: {} })}
                aria-current={here ? "page" : undefined}
                onClick={onGo}
                className={`flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-dense font-medium transition-colors ${
                  here ? "bg-surface text-ink shadow-card" : "text-muted hover:bg-hover hover:text-ink"
                }`}
              >
                <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
                {PAGE_FACTS[page].name}
                {page === "alerts" && firing > 0 && (
                  <span className="figure ml-auto rounded-full bg-loss-soft px-1.5 text-2xs leading-5 text-loss">
                    {firing}
                    <span className="sr-only"> firing</span>
                  </span>
                )}
              </ScopeLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
