// Whose figures these are; the operator chooses among tenants.
import type { TenantItem } from "../../api/types.ts";
import type { Change } from "../../url/scope.ts";

interface TenantNameProps {
  tenants: TenantItem[];
  tenantId: string | null;
  name: string | null;
  change: Change;
}

export function TenantName({ tenants, tenantId, name, change }: TenantNameProps) {
  if (tenants.length === 0) return <span className="truncate text-dense font-medium">{name ?? "\u2026"}</span>;
  return (
    <select
      aria-label="Tenant"
      value={tenantId ?? ""}
      onChange={(event) => {
        change({ tenantId: event.target.value });
      }}
      className="min-w-0 truncate rounded-md bg-transparent py-1 text-dense font-medium"
    >
      {tenants.map((tenant) => (
        <option key={tenant.id} value={tenant.id}>
          {tenant.closed_at === null ? tenant.name : `${tenant.name} (closed)`}
        </option>
      ))}
    </select>
  );
}
