// Who, over which span, in which zone, and how fresh.
import type { TenantItem } from "../../api/types.ts";
import type { Phase } from "../../live/machine.ts";
import { Mark } from "../../ui/Mark.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import type { Scope } from "../../url/scope.ts";
import type { Shown } from "../join.ts";
import { LiveStatus } from "./LiveStatus.tsx";
import { RangePicker } from "./RangePicker.tsx";
import { SignOut } from "./SignOut.tsx";
import { TenantName } from "./TenantName.tsx";
import { ZonePicker } from "./ZonePicker.tsx";

interface HeaderProps {
  scope: Scope;
  change: (change: Partial<Scope>) => void;
  tenants: TenantItem[];
  shown: Shown | null;
  phase: Phase;
}

export function Header({ scope, change, tenants, shown, phase }: HeaderProps) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface/92 backdrop-blur-md">
      <div className="mx-auto flex w-full max-w-[86rem] flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 sm:px-6">
        <div className="flex min-w-0 items-center gap-2.5">
          <Mark className="size-6 shrink-0" />
          <span className="hidden font-semibold tracking-[-0.02em] sm:inline">Tollkeeper</span>
          <span aria-hidden className="hidden text-line-strong sm:inline">
            /
          </span>
          <TenantName tenants={tenants} tenantId={scope.tenantId} name={shown?.tenant.name ?? null} change={change} />
          {shown?.simulated === true && <SimulatedTag />}
        </div>
        <div className="ml-auto flex items-center gap-3 lg:order-last">
          <LiveStatus phase={phase} asOf={shown?.as_of ?? null} tz={shown?.period.tz ?? "UTC"} />
          <SignOut />
        </div>
        <div className="flex w-full flex-wrap items-center justify-between gap-x-3 gap-y-1 lg:w-auto lg:flex-nowrap">
          <RangePicker range={scope.range} shown={shown?.period ?? null} change={change} />
          <ZonePicker tz={scope.tz} tenantZone={shown?.tenant.timezone ?? null} change={change} />
        </div>
      </div>
    </header>
  );
}
