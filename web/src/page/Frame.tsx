// What every page stands in: the header with the choices that hold everywhere, and the page below it.
import type { ReactNode } from "react";
import type { Period, TenantCard, TenantItem } from "../api/types.ts";
import type { Phase } from "../live/machine.ts";
import { PAGE_PATHS } from "../url/pages.ts";
import type { Scope } from "../url/scope.ts";
import { Header } from "./header/Header.tsx";

/** What pages are given by the app. */
export interface Around {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
  /** Whose figures these are; null while that is not known. */
  tenant: Pick<TenantCard, "name" | "timezone"> | null;
  /** The tenants to choose from; empty where there is no choice. */
  tenants: TenantItem[];
  phase: Phase;
}

interface FrameProps {
  around: Around;
  /** The span that the page shows, when it was read, and whether anything in it is simulated; null before the first answer. */
  shown: { period: Period; as_of: string; simulated: boolean } | null;
  children: ReactNode;
}

export function Frame({ around, shown, children }: FrameProps) {
  return (
    <>
      <Header around={around} shown={shown} />
      <main className="mx-auto w-full max-w-[86rem] space-y-4 px-3 pt-4 pb-12 sm:px-6 sm:pt-5">
        <h1 className="sr-only">{PAGE_PATHS[around.scope.page].name}</h1>
        {children}
      </main>
    </>
  );
}
