// The way to the sections: beside the page where there is room, a row that scrolls where there is not.
import { useEffect, useRef } from "react";
import { changed, type Scope } from "../../url/scope.ts";
import { ScopeLink } from "../../url/ScopeLink.tsx";
import { SECTION_FACTS, type SectionName, SECTIONS } from "./sections.ts";

export function SectionLinks({ scope, section }: { scope: Scope; section: SectionName }) {
  const row = useRef<HTMLUListElement>(null);
  useEffect(() => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [section]);
  return (
    <nav aria-label="Settings" className="min-w-0 lg:sticky lg:top-24">
      <ul ref={row} className="flex gap-0.5 overflow-x-auto pb-1 lg:flex-col lg:pb-0">
        {SECTIONS.map((name) => {
          const here = name === section;
          return (
            <li key={name} className="shrink-0">
              <ScopeLink
                to={changed(scope, { sub: name, own: {} })}
                aria-current={here ? "page" : undefined}
                className={`block rounded-lg px-2.5 py-1.5 text-dense font-medium whitespace-nowrap transition-colors ${
                  here ? "bg-surface text-ink shadow-card" : "text-muted hover:bg-hover hover:text-ink"
                }`}
              >
                {SECTION_FACTS[name].name}
              </ScopeLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
