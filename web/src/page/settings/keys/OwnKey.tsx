// What a tenant's session knows of the key it was signed in with.
import type { ReactNode } from "react";
import type { Session } from "../../../api/types.ts";
import { hourMinute, longDay } from "../../../time/format.ts";
import { Card } from "../../../ui/Card.tsx";

export function OwnKey({ session: { key, tenant, expires_at } }: { session: Session }) {
  if (key === null || tenant === null) return null;
  return (
    <Card title="Your key">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-dense">
        <Line name="Name">{key.name}</Line>
        <Line name="Begins with">
          <code className="font-mono text-xs">{key.prefix}…</code>
        </Line>
        <Line name="Tenant">{tenant.name}</Line>
        <Line name="Days begin in">{tenant.timezone}</Line>
        {expires_at !== null && <Line name="Signed in until">{`${longDay(expires_at, tenant.timezone)}, ${hourMinute(expires_at, tenant.timezone)}`}</Line>}
      </dl>
      <p className="mt-3 max-w-prose text-xs text-muted">
        Tollkeeper keeps a hash of it, not the key. If it was lost or seen by others, ask the operator to revoke it: it then stops working at once,
        here too.
      </p>
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
