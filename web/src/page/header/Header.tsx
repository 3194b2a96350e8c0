// Who, over which span, in which zone, how fresh, and the way to the other pages.
import type { Period } from "../../api/types.ts";
import { Mark } from "../../ui/Mark.tsx";
import { SimulatedTag } from "../../ui/Tag.tsx";
import type { Around } from "../Frame.tsx";
import { LiveStatus } from "./LiveStatus.tsx";
import { PageLinks } from "./PageLinks.tsx";
import { RangePicker } from "./RangePicker.tsx";
import { SignOut } from "./SignOut.tsx";
import { TenantName } from "./TenantName.tsx";
import { ZonePicker } from "./ZonePicker.tsx";

interface HeaderProps {
  around: Around;
  shown: { period: Period; as_of: string; simulated: boolean } | null;
}

export function Header({ around, shown }: HeaderProps) {
  const { scope, change, tenant, tenants, phase } = around;
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface/92 backdrop-blur-md">
      <div className="mx-auto flex w-full max-w-[86rem] flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 sm:px-6">
        <div className="flex min-w-0 items-center gap-2.5">
          <Mark className="size-6 shrink-0" />
          <span className="hidden font-semibold tracking-[-0.02em] sm:inline">Tollkeeper</span>
          <span aria-hidden className="hidden text-line-strong sm:inline">
            /
          </span>
          <TenantName tenants={tenants} tenantId={scope.tenantId} name={tenant?.name ?? null} change={change} />
          {shown?.simulated === true && <SimulatedTag />}
        </div>
        <div className="ml-auto flex items-center gap-3">
          <LiveStatus phase={phase} asOf={shown?.as_of ?? null} tz={shown?.period.tz ?? "UTC"} />
          <SignOut />
        </div>
        <div className="flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <PageLinks scope={scope} change={change} />
          <div className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-1">
            <RangePicker range={scope.range} shown={shown?.period ?? null} change={change} />
            <ZonePicker tz={scope.tz} tenantZone={tenant?.timezone ?? null} change={change} />
          </div>
        </div>
      </div>
    </header>
  );
}
