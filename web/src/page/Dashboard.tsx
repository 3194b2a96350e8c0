// Finds out whose figures to show: a tenant's session shows its own, the operator chooses.
import { useTenants } from "../api/tenants.ts";
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
  const { items } = tenants.data;
  const tenantId = scope.tenantId ?? items.find((tenant) => tenant.closed_at === null)?.id ?? null;
  if (tenantId === null) return <FirstTenant change={change} />;
  // A closed tenant keeps its figures, but is only there for whoever asks for it by name.
  const shown = items.filter((tenant) => tenant.closed_at === null || tenant.id === tenantId);
  const tenant = shown.find((each) => each.id === tenantId) ?? null;
  return <Screen key={tenantId} session={session} scope={{ ...scope, tenantId }} change={change} tenant={tenant} tenants={shown} />;
}
