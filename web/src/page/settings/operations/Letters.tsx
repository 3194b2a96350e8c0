// Dead letters: events that could not be counted, to be replayed once the reason is gone, or given up.
import { useState } from "react";
import { LETTERS_SHOWN, useDeadLetters, useReplayLetter } from "../../../api/operations.ts";
import type { DeadLetterItem } from "../../../api/types.ts";
import { count, counted } from "../../../figures/number.ts";
import { exact, longDay } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Answered } from "../../Answered.tsx";
import { nameOf } from "../../names.ts";
import { Nothing } from "../Nothing.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { ActsCell, NameCell, Table, WordsCell } from "../Table.tsx";
import { GiveUpLetter } from "./GiveUpLetter.tsx";

const COLUMNS: readonly Column[] = [
  { name: "Reason", left: true },
  { name: "Tenant", left: true },
  { name: "Event", left: true },
  { name: "Filed", left: true },
  { name: "Actions" },
];

export function Letters({ around, tz, say }: SectionProps) {
  const [givingUp, setGivingUp] = useState<DeadLetterItem | null>(null);
  const replay = useReplayLetter();
  return (
    <>
      <Card title="Dead letters" aside="events that could not be counted" flush>
        {replay.error && (
          <div className="px-4 pb-3 sm:px-5">
            <ErrorNote error={replay.error} />
          </div>
        )}
        <Answered around={around} query={useDeadLetters()}>
          {({ items, counts }) =>
            items.length === 0 ? (
              <Nothing title="Every event was counted">
                An event with an unknown field, tokens that cannot be, or an unknown tenant would be filed here, with its reason.
              </Nothing>
            ) : (
              <Table
                label="Dead letters"
                columns={COLUMNS}
                note={`${counted(
                  counts.reduce((sum, each) => sum + each.count, 0),
                  "letter",
                )}: ${counts.map((each) => `${count(each.count)} ${each.reason}`).join(", ")}. The newest ${LETTERS_SHOWN} are shown.`}
              >
                <tbody data-testid="letters">
                  {items.map((item) => (
                    <LetterLine
                      key={item.id}
                      item={item}
                      tz={tz}
                      replaying={replay.isPending && replay.variables === item.id}
                      onReplay={() => {
                        replay.mutate(item.id, {
                          onSuccess: () => {
                            say("The event was published again and is counted within seconds.");
                          },
                        });
                      }}
                      onGiveUp={() => {
                        setGivingUp(item);
                      }}
                    />
                  ))}
                </tbody>
              </Table>
            )
          }
        </Answered>
      </Card>
      {givingUp !== null && (
        <GiveUpLetter
          item={givingUp}
          onClose={() => {
            setGivingUp(null);
          }}
          onDone={(text) => {
            setGivingUp(null);
            say(text);
          }}
        />
      )}
    </>
  );
}

interface LetterLineProps {
  item: DeadLetterItem;
  tz: string;
  replaying: boolean;
  onReplay: () => void;
  onGiveUp: () => void;
}

function LetterLine({ item, tz, replaying, onReplay, onGiveUp }: LetterLineProps) {
  const { id, reason, field, tenant_id, event_id, known, at, partition, offset } = item;
  const name = event_id ?? id;
  return (
    <tr className="border-b border-line last:border-0" data-letter={id}>
      <NameCell>
        <span className="block">{reason}</span>
        {field !== null && <code className="block font-mono text-2xs font-normal text-muted">{field}</code>}
      </NameCell>
      <WordsCell title={tenant_id ?? undefined}>{tenant_id === null ? <span className="text-faint">{"\u2014"}</span> : nameOf(tenant_id)}</WordsCell>
      <WordsCell title={`${partition}, offset ${offset}`}>
        <code className="font-mono text-xs">{event_id === null ? id : `${event_id.slice(0, 8)}…`}</code>
      </WordsCell>
      <WordsCell title={exact(at, tz)}>{longDay(at, tz)}</WordsCell>
      <ActsCell>
        {known === null ? (
          <span className="py-1 text-2xs text-faint" title="Nothing of it was readable; the API takes the whole event in its place">
            not readable
          </span>
        ) : (
          <Button weight="small" aria-label={`Replay ${name}`} disabled={replaying} onClick={onReplay}>
            {replaying ? "Replaying…" : "Replay"}
          </Button>
        )}
        <Button weight="small" aria-label={`Give up ${name}`} onClick={onGiveUp}>
          Give up
        </Button>
      </ActsCell>
    </tr>
  );
}
