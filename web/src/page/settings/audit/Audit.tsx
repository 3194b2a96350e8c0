// Who changed what: the newest acts, of all tenants or of the one looked at.
import { useState } from "react";
import { useAudit } from "../../../api/audit.ts";
import type { AuditItem } from "../../../api/types.ts";
import { exact } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Choice, ChoiceGroup } from "../../../ui/Choice.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Answered } from "../../Answered.tsx";
import { nameOf } from "../../names.ts";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { NameCell, Table, WordsCell } from "../Table.tsx";
import { actorOf, actWords } from "./acts.ts";

const COLUMNS: readonly Column[] = [
  { name: "When", left: true },
  { name: "Who", left: true },
  { name: "Did what", left: true },
  { name: "To", left: true },
  { name: "In tenant", left: true },
];
const FIRST = 100;
/** The most that the API tells. */
const MOST = 1_000;

export function Audit({ around, tenantId, tz }: SectionProps) {
  const [limit, setLimit] = useState(FIRST);
  const { scope, change, tenant } = around;
  const one = scope.own.whose === "tenant";
  const query = useAudit(one ? tenantId : null, limit);
  return (
    <Card
      title="Audit"
      aside={
        <ChoiceGroup label="Whose acts">
          <Choice
            pressed={!one}
            onClick={() => {
              change({ own: {} });
            }}
          >
            All
          </Choice>
          <Choice
            pressed={one}
            onClick={() => {
              change({ own: { whose: "tenant" } });
            }}
          >
            Only {tenant?.name ?? "this tenant"}
          </Choice>
        </ChoiceGroup>
      }
      flush
    >
      <Answered around={around} query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="Nothing was changed yet">Whoever makes, changes or closes something is noted here, with the moment.</Nothing>
          ) : (
            <>
              <Table label="Audit" columns={COLUMNS} note={items.length < limit ? `All ${items.length} acts, newest first.` : `The newest ${items.length} acts.`}>
                <tbody data-testid="audit">
                  {items.map((item) => (
                    <ActLine key={`${item.at} ${item.action} ${item.subject}`} item={item} tz={tz} />
                  ))}
                </tbody>
              </Table>
              {items.length === limit && limit < MOST && (
                <div className="px-4 pb-4 sm:px-5">
                  <Button
                    onClick={() => {
                      setLimit(MOST);
                    }}
                  >
                    Show up to 1,000
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Answered>
    </Card>
  );
}

function ActLine({ item: { at, actor, action, subject, tenant_id }, tz }: { item: AuditItem; tz: string }) {
  const { keyId } = actorOf(actor);
  return (
    <tr className="border-b border-line last:border-0" data-act={action}>
      <NameCell past>
        <span className="figure">{exact(at, tz)}</span>
      </NameCell>
      <WordsCell title={actor}>{keyId === null ? "The operator" : `The key ${nameOf(keyId)}`}</WordsCell>
      <WordsCell title={action}>
        <span className="text-ink">{actWords(action)}</span>
      </WordsCell>
      <WordsCell title={subject}>{nameOf(subject)}</WordsCell>
      <WordsCell title={tenant_id ?? undefined}>{tenant_id === null ? <span className="text-faint">{"\u2014"}</span> : nameOf(tenant_id)}</WordsCell>
    </tr>
  );
}
