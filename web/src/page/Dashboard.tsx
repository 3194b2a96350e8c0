// Finds out whose figures to show: a tenant's session shows its own, the operator chooses.
import { useTenants } from "../api/dashboard.ts";
import type { Session } from "../api/types.ts";
import { ErrorNote } from "../ui/ErrorNote.tsx";
import { useScope } from "../url/scope.ts";
import { FirstTenant } from "./empty/FirstTenant.tsx";
import { Screen } from "./Screen.tsx";
import { ScreenSkeleton } from "./ScreenSkeleton.tsx";

export function Dashboard({ session }: { session: Session }) {
  const [scope, change] = useScope();
  const operator = session.kind === "operator";
  const tenants = useTenants(operator);
  if (!operator) return <Screen session={session} scope={{ ...scope, tenantId: null }} change={change} tenant={session.tenant} tenants={[]} />;
  if (tenants.error) {
    return (
      <main className="mx-auto max-w-lg p-6 pt-24">
        <ErrorNote error={tenants.error} onRetry={() => void tenants.refetch()} />
      </main>
    );
  }
  if (!tenants.data) return <ScreenSkeleton />;
  const open = tenants.data.items.filter((tenant) => tenant.closed_at === null);
  const tenantId = scope.tenantId ?? open[0]?.id ?? null;
  if (tenantId === null) return <FirstTenant />;
  const tenant = open.find((each) => each.id === tenantId) ?? null;
  return <Screen key={tenantId} session={session} scope={{ ...scope, tenantId }} change={change} tenant={tenant} tenants={open} />;
}
