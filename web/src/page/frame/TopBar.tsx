// Which page, over which span, compared with what, narrowed to what, in which zone, and how fresh.
import type { ReactNode } from "react";
import { SimulatedTag } from "../../ui/Tag.tsx";
import { PAGE_FACTS } from "../../url/pages.ts";
import { isOffRange } from "../../url/scope.ts";
import type { Around } from "../Around.ts";
import { PaletteDoor } from "../palette/PaletteDoor.tsx";
import { ComparePicker } from "./ComparePicker.tsx";
import { FilterBar } from "./FilterBar.tsx";
import type { Shown } from "./Shown.ts";
import { LiveStatus } from "./LiveStatus.tsx";
import { RangePicker } from "./RangePicker.tsx";
import { SidebarButton } from "./Sidebar.tsx";
import { Views } from "./views/Views.tsx";
import { ZonePicker } from "./ZonePicker.tsx";

interface TopBarProps {
  around: Around;
  shown: Shown | null;
  actions?: ReactNode;
}

export function TopBar({ around, shown, actions }: TopBarProps) {
  const { scope, change, tenant, live } = around;
  const facts = PAGE_FACTS[scope.page];
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-ground/96 print:hidden">
      <div className="mx-auto w-full max-w-[82rem] space-y-2 px-3 py-2 sm:px-6 sm:py-2.5">
        <div className="flex items-center gap-3">
          <SidebarButton around={around} />
          <h1 className="truncate text-base font-semibold tracking-[-0.015em]">{facts.name}</h1>
          {shown?.simulated === true && (
            <>
              <span className="max-sm:hidden">
                <SimulatedTag />
              </span>
              <span className="sm:hidden">
                <SimulatedTag small />
              </span>
            </>
          )}
          <div className="ml-auto flex items-center gap-3">
            {actions}
            <PaletteDoor scope={scope} />
            <LiveStatus phase={live.phase} asOf={shown?.as_of ?? null} tz={shown?.period.tz ?? "UTC"} />
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          {facts.range && <RangePicker range={isOffRange(scope) ? null : scope.range} shown={shown?.period ?? null} change={change} />}
          {facts.compare && <ComparePicker compare={scope.compare} change={change} />}
          <ZonePicker tz={scope.tz} tenantZone={tenant?.timezone ?? null} change={change} />
          <Views scope={scope} />
          {facts.filters.length > 0 && <FilterBar scope={scope} change={change} takes={facts.filters} />}
        </div>
      </div>
    </header>
  );
}
