// The figures, in the order of the questions people ask: saved what, spent what, by whom, on what.
import { Suspense } from "react";
import type { Change, Scope } from "../url/scope.ts";
import { CostCard } from "./costs/CostCard.tsx";
import { DriversCard } from "./costs/DriversCard.tsx";
import { Hero } from "./hero/Hero.tsx";
import type { Shown } from "./join.ts";
import { ProvidersCard } from "./providers/ProvidersCard.tsx";
import { RecentCard } from "./recent/RecentCard.tsx";
import { AlertsCard } from "./side/AlertsCard.tsx";
import { TopCard } from "./side/TopCard.tsx";

interface FiguresProps {
  shown: Shown;
  scope: Scope;
  change: Change;
  /** Whether the period's figures are still those of the period chosen before. */
  loadingOther: boolean;
}

export function Figures({ shown, scope, change, loadingOther }: FiguresProps) {
  const dimmed = `transition-opacity ${loadingOther ? "opacity-50" : ""}`;
  const tz = shown.period.tz;
  return (
    <>
      <Hero shown={shown} scope={scope} />
      <div className={`grid grid-cols-1 items-stretch gap-4 xl:grid-cols-[minmax(0,1fr)_22rem] ${dimmed}`} aria-busy={loadingOther}>
        <Suspense>
          <CostCard shown={shown} scope={scope} change={change} />
        </Suspense>
        <DriversCard shown={shown} scope={scope} />
      </div>
      <div className={dimmed}>
        <ProvidersCard rows={shown.providers} scope={scope} tz={tz} />
      </div>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <RecentCard rows={shown.recent} tz={tz} scope={scope} />
        <div className="grid grid-cols-1 gap-4">
          <AlertsCard alerts={shown.alerts} scope={scope} />
          <div className={dimmed}>
            <TopCard models={shown.top_models} users={shown.top_users} apiKeys={shown.top_keys} scope={scope} />
          </div>
        </div>
      </div>
    </>
  );
}
