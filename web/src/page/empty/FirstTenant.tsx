// What an operator sees before there is a tenant: the form that makes one, then its keys.
import { useCreateTenant } from "../../api/tenants.ts";
import type { Change } from "../../url/scope.ts";
import { SignOut } from "../frame/SignOut.tsx";
import { TenantForm } from "../settings/tenants/TenantForm.tsx";

export function FirstTenant({ change }: { change: Change }) {
  const create = useCreateTenant();
  return (
    <main className="mx-auto max-w-lg space-y-4 px-5 py-20">
      <h1 className="text-xl font-semibold tracking-[-0.02em]">Make the first tenant</h1>
      <p className="text-muted">Figures belong to a tenant: a company, a department or a team. Make one, then give it a key.</p>
      <div className="rounded-2xl bg-surface p-5 shadow-card">
        <TenantForm
          first={{ name: "", timezone: Intl.DateTimeFormat().resolvedOptions().timeZone }}
          act="Make the tenant"
          acting="Making…"
          change={create}
          onSubmit={(tenant) => {
            create.mutate(tenant, {
              onSuccess: ({ id }) => {
                change({ page: "settings", sub: "keys", tenantId: id });
              },
            });
          }}
        />
      </div>
      <SignOut />
    </main>
  );
}
