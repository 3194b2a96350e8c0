// Whose figures, the way to the pages, and what is the reader's own: beside the page where there is room, behind a button where
// there is not.
import { Menu } from "lucide-react";
import { Mark } from "../../ui/Mark.tsx";
import { Popover } from "../../ui/Popover.tsx";
import type { Around } from "../Around.ts";
import { PageLinks } from "./PageLinks.tsx";
import { SignOut } from "./SignOut.tsx";
import { TenantName } from "./TenantName.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export function Sidebar({ around }: { around: Around }) {
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col gap-5 border-r border-line px-3 py-4 lg:flex print:hidden">
      <div className="px-2.5">
        <div className="flex items-center gap-2.5">
          <Mark className="size-6 shrink-0" />
          <span className="font-semibold tracking-[-0.02em]">Tollkeeper</span>
        </div>
        <div className="mt-3 flex">
          <Tenant around={around} />
        </div>
      </div>
      <Content around={around} />
    </aside>
  );
}

/** The same behind a button. */
export function SidebarButton({ around }: { around: Around }) {
  return (
    <div className="flex shrink-0 items-center gap-2 lg:hidden">
      <Popover
        label="Menu"
        className="w-60"
        opener={(props) => (
          <button type="button" {...props} aria-label="Menu" className="rounded-md p-1.5 text-muted hover:bg-hover hover:text-ink">
            <Menu aria-hidden className="size-5" />
          </button>
        )}
      >
        {(close) => (
          <div className="flex flex-col gap-5">
            <div className="flex px-2.5">
              <Tenant around={around} />
            </div>
            <Content around={around} onGo={close} />
          </div>
        )}
      </Popover>
      <Mark className="size-6 shrink-0 max-sm:hidden" />
    </div>
  );
}

function Tenant({ around: { tenants, scope, tenant, change } }: { around: Around }) {
  return <TenantName tenants={tenants} tenantId={scope.tenantId} name={tenant?.name ?? null} change={change} />;
}

function Content({ around, onGo }: { around: Around; onGo?: () => void }) {
  return (
    <>
      <PageLinks scope={around.scope} firing={around.live.update?.alerts.alert ?? 0} {...(onGo ? { onGo } : {})} />
      <div className="mt-auto flex items-center justify-between px-1">
        <ThemeSwitch />
        <SignOut />
      </div>
    </>
  );
}
