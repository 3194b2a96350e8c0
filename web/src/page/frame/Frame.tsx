// What every page stands in: the way to the others, the choices that hold everywhere, and the page below them. It stays while pages
// come and go, so that what is open in it stays open and the keyboard stays where it was.
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Around } from "../Around.ts";
import { FrameContext } from "./FrameContext.ts";
import { PrintHead } from "./PrintHead.tsx";
import type { Shown } from "./Shown.ts";
import { Sidebar } from "./Sidebar.tsx";
import { TopBar } from "./TopBar.tsx";

export function Frame({ around, children }: { around: Around; children: ReactNode }) {
  const [shown, tell] = useState<Shown | null>(null);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const main = useFocusOnPage(around.scope.page);
  return (
    <FrameContext value={{ tell, slot }}>
      <div className="lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
        <a
          href="#page"
          className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:m-2 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-1.5 focus:shadow-float"
        >
          Skip to the page
        </a>
        <Sidebar around={around} />
        <div className="min-w-0">
          <TopBar around={around} shown={shown} actions={<div ref={setSlot} className="contents" />} />
          <PrintHead around={around} shown={shown} />
          <main ref={main} id="page" tabIndex={-1} className="mx-auto w-full max-w-[82rem] space-y-4 px-3 pt-4 pb-12 outline-none sm:px-6 sm:pt-5">
            {children}
          </main>
        </div>
      </div>
    </FrameContext>
  );
}

/** Where the link that led to a page went with the page it stood on, the keyboard goes on at the new page. */
function useFocusOnPage(page: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [page]);
  return main;
}
