// Asks before a tenant is closed.
import { useCloseTenant } from "../../../api/tenants.ts";
import type { TenantItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";

interface CloseTenantProps {
  tenant: TenantItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function CloseTenant({ tenant, onClose, onDone }: CloseTenantProps) {
  const change = useCloseTenant(tenant.id);
  return (
    <Confirm
      title={`Close ${tenant.name}?`}
      act="Close the tenant"
      acting="Closing…"
      change={change}
      onClose={onClose}
      onConfirm={() => {
        change.mutate(undefined, {
          onSuccess: () => {
            onDone(`${tenant.name} is closed: its keys no longer work.`);
          },
        });
      }}
    >
      <p>All its keys stop working at once, and nobody can sign in with them.</p>
      <p>Its requests, figures and prices are kept, and you can still look at them. It cannot be opened again.</p>
    </Confirm>
  );
}
