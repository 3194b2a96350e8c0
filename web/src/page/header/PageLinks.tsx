// The way to the other pages: real links, which keep the range, the zone and the cut.
import { PAGE_PATHS, PAGES } from "../../url/pages.ts";
import { type Scope, writeScope } from "../../url/scope.ts";

interface PageLinksProps {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
}

export function PageLinks({ scope, change }: PageLinksProps) {
  return (
    <nav aria-label="Pages" className="-mx-2 flex">
      {PAGES.map((page) => (
        <a
          key={page}
          href={writeScope({ ...scope, page })}
          aria-current={page === scope.page ? "page" : undefined}
          onClick={(event) => {
            // A new tab or window is the browser's affair.
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
            event.preventDefault();
            change({ page });
          }}
          className={`rounded-md px-2 py-1 text-dense font-medium transition-colors ${
            page === scope.page ? "text-ink underline decoration-2 underline-offset-8" : "text-muted hover:text-ink"
          }`}
        >
          {PAGE_PATHS[page].name}
        </a>
      ))}
    </nav>
  );
}
