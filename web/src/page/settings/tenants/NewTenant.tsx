// Makes a tenant.
import { useCreateTenant } from "../../../api/tenants.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TenantForm } from "./TenantForm.tsx";

interface NewTenantProps {
  onClose: () => void;
  onDone: (said: string) => void;
}

export function NewTenant({ onClose, onDone }: NewTenantProps) {
  const create = useCreateTenant();
  return (
    <Dialog title="New tenant" onClose={onClose} className="w-[26rem]">
      <TenantForm
        first={{ name: "", timezone: "UTC" }}
        act="Make the tenant"
        acting="Making…"
        change={create}
        onCancel={onClose}
        onSubmit={(tenant) => {
          create.mutate(tenant, {
            onSuccess: ({ name }) => {
              onDone(`${name} was made. Choose it in the list, then give it a key.`);
            },
          });
        }}
      />
    </Dialog>
  );
}
