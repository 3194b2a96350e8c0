// What every page stands in: the way to the others, the choices that hold everywhere, and the page below them.
import type { ReactNode } from "react";
import type { Period } from "../../api/types.ts";
import type { Around } from "../Around.ts";
import { PrintHead } from "./PrintHead.tsx";
import { Sidebar } from "./Sidebar.tsx";
import { TopBar } from "./TopBar.tsx";

interface FrameProps {
  around: Around;
  /** The span that the page shows, when it was read, and whether anything in it is simulated; null before the first answer. */
  shown: Shown | null;
  /** Stands beside the page's name: what can be done with the whole of it. */
  actions?: ReactNode;
  children: ReactNode;
}

export interface Shown {
  period: Period;
  as_of: string;
  simulated: boolean;
}

export function Frame({ around, shown, actions, children }: FrameProps) {
  return (
    <div className="lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)] print:block">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:m-2 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-1.5 focus:shadow-float"
      >
        Skip to the page
      </a>
      <Sidebar around={around} />
      <div className="min-w-0">
        <TopBar around={around} shown={shown} actions={actions} />
        <PrintHead around={around} shown={shown} />
        <main id="page" tabIndex={-1} className="mx-auto w-full max-w-[82rem] space-y-4 px-3 pt-4 pb-12 outline-none sm:px-6 sm:pt-5">
          {children}
        </main>
      </div>
    </div>
  );
}
