// What a rule says, where it stands, and what can be done with it.
import { useState } from "react";
import { useKeepAlert } from "../../../api/alerts.ts";
import type { AlertItem } from "../../../api/types.ts";
import { dayMinute, exact } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import { useNow } from "../../../ui/useNow.ts";
import { ScopeLink } from "../../../url/ScopeLink.tsx";
import type { Around } from "../../Around.ts";
import { EnabledSwitch } from "../EnabledSwitch.tsx";
import { standingOf } from "../standing.ts";
import { StateTag } from "../StateTag.tsx";
import { ruleWords } from "../words.ts";
import { DeleteRule } from "./DeleteRule.tsx";
import { RuleFacts } from "./RuleFacts.tsx";

const RENEW_MS = 10_000;

interface RuleCardProps {
  item: AlertItem;
  around: Around;
  asOf: string;
  tz: string;
}

export function RuleCard({ item, around, asOf, tz }: RuleCardProps) {
  const { scope } = around;
  const [deleting, setDeleting] = useState(false);
  const keep = useKeepAlert(scope);
  const now = useNow(RENEW_MS);
  const standing = standingOf(item);
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          <span className="break-words">{item.name}</span>
          <StateTag item={item} />
          {standing !== "off" && (
            <span className="text-xs font-normal text-muted" title={exact(item.state_since, tz)}>
              since {dayMinute(item.state_since, tz)}
            </span>
          )}
        </span>
      }
      aside={
        <span className="flex items-center gap-2">
          <EnabledSwitch item={item} keep={keep} />
          <ScopeLink to={{ ...scope, own: { ...scope.own, edit: "1" } }} className="rounded-lg bg-surface px-2 py-1 text-xs font-medium text-ink shadow-card hover:bg-hover">
            Edit
          </ScopeLink>
          <Button
            weight="small"
            onClick={() => {
              setDeleting(true);
            }}
          >
            Delete
          </Button>
        </span>
      }
    >
      {item.name !== ruleWords(item) && <p className="mb-4 text-muted">{ruleWords(item)}</p>}
      {keep.error && <ErrorNote error={keep.error} />}
      <RuleFacts item={item} scope={scope} asOf={asOf} tz={tz} nowMs={now} />
      {deleting && (
        <DeleteRule
          item={item}
          around={around}
          onClose={() => {
            setDeleting(false);
          }}
        />
      )}
    </Card>
  );
}
