// The tenants: whose figures there are. Choosing one shows the whole app for it.
import { useState } from "react";
import { useTenants } from "../../../api/tenants.ts";
import type { TenantItem } from "../../../api/types.ts";
import { counted } from "../../../figures/number.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Answered } from "../../Answered.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { Table } from "../Table.tsx";
import { ChangeTenant } from "./ChangeTenant.tsx";
import { CloseTenant } from "./CloseTenant.tsx";
import { NewTenant } from "./NewTenant.tsx";
import { TenantRow } from "./TenantRow.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Tenant", title: "Choose one to see the app for it", left: true },
  { name: "Time zone", title: "Where its days begin", left: true },
  { name: "Made", left: true },
  { name: "State", left: true },
  { name: "Actions" },
];

type Open = { what: "new" } | { what: "change" | "close"; tenant: TenantItem } | null;

export function Tenants({ around, tenantId, tz, say }: SectionProps) {
  const [open, setOpen] = useState<Open>(null);
  const query = useTenants(true);
  const close = () => {
    setOpen(null);
  };
  const done = (text: string) => {
    close();
    say(text);
  };
  return (
    <>
      <Card
        title="Tenants"
        aside={
          <Button
            weight="solid"
            onClick={() => {
              setOpen({ what: "new" });
            }}
          >
            New tenant
          </Button>
        }
        flush
      >
        <Answered around={around} query={query}>
          {({ items }) => (
            <Table label="Tenants" columns={COLUMNS} note={`${counted(items.length, "tenant")}. What one tenant does, no other sees.`}>
              <tbody data-testid="tenants">
                {openFirst(items).map((tenant) => (
                  <TenantRow
                    key={tenant.id}
                    tenant={tenant}
                    shown={tenant.id === tenantId}
                    scope={around.scope}
                    tz={tz}
                    onChange={() => {
                      setOpen({ what: "change", tenant });
                    }}
                    onClose={() => {
                      setOpen({ what: "close", tenant });
                    }}
                  />
                ))}
              </tbody>
            </Table>
          )}
        </Answered>
      </Card>
      {open?.what === "new" && <NewTenant onClose={close} onDone={done} />}
      {open?.what === "change" && <ChangeTenant tenant={open.tenant} onClose={close} onDone={done} />}
      {open?.what === "close" && (
        <CloseTenant
          tenant={open.tenant}
          onClose={close}
          onDone={(text) => {
            // It stays the one looked at, by name: the app does not jump to another tenant's figures.
            if (open.tenant.id === tenantId) around.change({ tenantId });
            done(text);
          }}
        />
      )}
    </>
  );
}

function openFirst(items: readonly TenantItem[]): TenantItem[] {
  return [...items].sort((a, b) => Number(a.closed_at !== null) - Number(b.closed_at !== null));
}
