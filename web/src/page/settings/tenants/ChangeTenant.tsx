// Renames a tenant, or moves it to another zone.
import { useChangeTenant } from "../../../api/tenants.ts";
import type { TenantItem } from "../../../api/types.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TenantForm } from "./TenantForm.tsx";

const MOVING = "Its days, weeks and months are counted anew from the quarter hours; figures by day will differ.";

interface ChangeTenantProps {
  tenant: TenantItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function ChangeTenant({ tenant, onClose, onDone }: ChangeTenantProps) {
  const change = useChangeTenant(tenant.id);
  return (
    <Dialog title={`Change ${tenant.name}`} onClose={onClose} className="w-[26rem]">
      <TenantForm
        first={tenant}
        act="Save"
        acting="Saving…"
        change={change}
        moving={MOVING}
        onCancel={onClose}
        onSubmit={({ name, timezone }) => {
          // Only what differs: a zone that is sent is counted anew, even if it is the same.
          const differs = { ...(name === tenant.name ? {} : { name }), ...(timezone === tenant.timezone ? {} : { timezone }) };
          if (Object.keys(differs).length === 0) onClose();
          else {
            change.mutate(differs, {
              onSuccess: (now) => {
                onDone(`${now.name} was saved; its days are counted in ${now.timezone}.`);
              },
            });
          }
        }}
      />
    </Dialog>
  );
}
