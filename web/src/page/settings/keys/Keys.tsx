// The keys of the tenant looked at: made here, shown once, revoked at once.
import { useState } from "react";
import { useKeys } from "../../../api/keys.ts";
import { useMembers } from "../../../api/members.ts";
import type { KeyItem } from "../../../api/types.ts";
import { counted } from "../../../figures/number.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Answered } from "../../Answered.tsx";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { Table } from "../Table.tsx";
import { useTraffic } from "../useTraffic.ts";
import { KeyRow } from "./KeyRow.tsx";
import { NewKey } from "./NewKey.tsx";
import { RevealedKey, type Revealed } from "./RevealedKey.tsx";
import { RevokeKey } from "./RevokeKey.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Key", left: true },
  { name: "Begins with", left: true },
  { name: "User", title: "Whose requests these are, where the key is personal", left: true },
  { name: "Made", left: true },
  { name: "Requests, 30 days", title: "Leads to what they cost" },
  { name: "Actions" },
];

export function Keys({ around, tenantId, tz, say }: SectionProps) {
  const [making, setMaking] = useState(false);
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  const [revoking, setRevoking] = useState<KeyItem | null>(null);
  const query = useKeys(tenantId);
  const traffic = useTraffic(around.scope, "key");
  const members = useMembers(tenantId).data?.items;
  const tenant = around.tenants.find(({ id }) => id === tenantId);
  const closed = tenant !== undefined && tenant.closed_at !== null;
  const whose = tenant === undefined ? "" : ` of ${tenant.name}`;
  const make = () => {
    setMaking(true);
  };
  return (
    <>
      <Card
        title={`API keys${whose}`}
        aside={
          closed ? (
            "The tenant is closed: none of its keys works"
          ) : (
            <Button weight="solid" onClick={make}>
              New key
            </Button>
          )
        }
        flush
      >
        <Answered around={around} query={query}>
          {({ items, next_cursor }) =>
            items.length === 0 ? (
              <Nothing title="No keys yet" action={closed ? undefined : <Button onClick={make}>Make the first key</Button>}>
                Programs send a key with each request. It says whose request it is, and lets its holder see this tenant&rsquo;s figures.
              </Nothing>
            ) : (
              <Table
                label="API keys"
                columns={COLUMNS}
                note={`${counted(items.filter(({ revoked_at }) => revoked_at === null).length, "key")} of ${next_cursor === null ? items.length : `over ${items.length}`} in use. Only a hash of each is kept.`}
              >
                <tbody data-testid="keys">
                  {inUseFirst(items).map((key) => (
                    <KeyRow
                      key={key.id}
                      item={key}
                      userName={members?.find(({ id }) => id === key.user_id)?.name ?? null}
                      traffic={traffic}
                      tz={tz}
                      onRevoke={() => {
                        setRevoking(key);
                      }}
                    />
                  ))}
                </tbody>
              </Table>
            )
          }
        </Answered>
      </Card>
      {making && (
        <NewKey
          tenantId={tenantId}
          onClose={() => {
            setMaking(false);
          }}
          onMade={(made) => {
            setMaking(false);
            setRevealed(made);
          }}
        />
      )}
      {revealed !== null && (
        <RevealedKey
          revealed={revealed}
          onKept={() => {
            setRevealed(null);
            say(`The key ${revealed.name} works from now on.`);
          }}
        />
      )}
      {revoking !== null && (
        <RevokeKey
          item={revoking}
          onClose={() => {
            setRevoking(null);
          }}
          onDone={(text) => {
            setRevoking(null);
            say(text);
          }}
        />
      )}
    </>
  );
}

function inUseFirst(items: readonly KeyItem[]): KeyItem[] {
  return [...items].sort((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null));
}
