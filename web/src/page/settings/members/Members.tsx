// The people of a tenant: names for the user ids that events carry.
import { useState } from "react";
import { useMembers } from "../../../api/members.ts";
import type { UserItem } from "../../../api/types.ts";
import { counted } from "../../../figures/number.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Answered } from "../../Answered.tsx";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { Table } from "../Table.tsx";
import { useTraffic } from "../useTraffic.ts";
import { ForgetMember } from "./ForgetMember.tsx";
import { MemberRow, UnnamedRow } from "./MemberRow.tsx";
import { NameMember, type Named } from "./NameMember.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Member", left: true },
  { name: "Address", left: true },
  { name: "Id in events", left: true },
  { name: "Requests, 30 days", title: "Leads to what they cost" },
  { name: "Actions" },
];
const NOBODY: Named = { id: null, name: "", email: "" };

export function Members({ around, tenantId, say }: SectionProps) {
  const [naming, setNaming] = useState<Named | null>(null);
  const [forgetting, setForgetting] = useState<UserItem | null>(null);
  const query = useMembers(tenantId);
  const traffic = useTraffic(around.scope, "user");
  const whose = around.tenant === null ? "" : ` of ${around.tenant.name}`;
  const add = () => {
    setNaming(NOBODY);
  };
  return (
    <>
      <Card
        title={`Members${whose}`}
        aside={
          <Button weight="solid" onClick={add}>
            Add a member
          </Button>
        }
        flush
      >
        <Answered around={around} query={query}>
          {({ items, next_cursor }) => {
            const unnamed = traffic.seen.flatMap(({ key }) => (key === null || items.some(({ id }) => id === key) ? [] : [key]));
            return items.length === 0 && unnamed.length === 0 ? (
              <Nothing title="No members yet" action={<Button onClick={add}>Add the first</Button>}>
                Events say who sent a request by an id. Add a name for it, and figures by user show the name.
              </Nothing>
            ) : (
              <Table
                label="Members"
                columns={COLUMNS}
                note={`${next_cursor === null ? "" : "The first "}${counted(items.length, "member")} with a name${unnamed.length === 0 ? "" : `, ${counted(unnamed.length, "user")} of the last 30 days without`}. Names stand beside the events, not in them.`}
              >
                <tbody data-testid="members">
                  {items.map((member) => (
                    <MemberRow
                      key={member.id}
                      member={member}
                      traffic={traffic}
                      onRename={() => {
                        setNaming({ id: member.id, name: member.name, email: member.email ?? "" });
                      }}
                      onForget={() => {
                        setForgetting(member);
                      }}
                    />
                  ))}
                  {unnamed.map((id) => (
                    <UnnamedRow
                      key={id}
                      id={id}
                      traffic={traffic}
                      onName={() => {
                        setNaming({ ...NOBODY, id });
                      }}
                    />
                  ))}
                </tbody>
              </Table>
            );
          }}
        </Answered>
      </Card>
      {naming !== null && (
        <NameMember
          tenantId={tenantId}
          first={naming}
          onClose={() => {
            setNaming(null);
          }}
          onDone={(text) => {
            setNaming(null);
            say(text);
          }}
        />
      )}
      {forgetting !== null && (
        <ForgetMember
          tenantId={tenantId}
          member={forgetting}
          onClose={() => {
            setForgetting(null);
          }}
          onDone={(text) => {
            setForgetting(null);
            say(text);
          }}
        />
      )}
    </>
  );
}
