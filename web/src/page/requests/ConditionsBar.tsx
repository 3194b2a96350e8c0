// What only rows can be narrowed by: how they ended, whether they have a price, which error, which conversation, between which moments.
import { Plus } from "lucide-react";
import { momentSpan } from "../../time/format.ts";
import { Chip } from "../../ui/Chip.tsx";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { conditionParams, type Conditions, readConditions } from "../../url/conditions.ts";
import { rangeWords } from "../../url/range.ts";
import type { Change, Scope } from "../../url/scope.ts";
import { nameOf } from "../names.ts";
import { ConditionForm } from "./ConditionForm.tsx";

interface ConditionsBarProps {
  scope: Scope;
  change: Change;
  tz: string;
  /** Error codes among the rows, to choose from. */
  codes: readonly string[];
}

const STATUS: readonly [string, boolean | null][] = [["Any status", null], ["Succeeded", true], ["Failed", false]];
const PRICE: readonly [string, boolean | null][] = [["Any price", null], ["Priced", true], ["Unpriced", false]];

export function ConditionsBar({ scope, change, tz, codes }: ConditionsBarProps) {
  const conditions = readConditions(scope.own);
  const { succeeded, errorCode, priced, sessionId, moments } = conditions;
  const set = (part: Partial<Conditions>) => {
    change({ own: conditionParams({ ...conditions, ...part }) });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <OneOf label="Status" choices={STATUS} chosen={succeeded} onChoose={(value) => { set({ succeeded: value }); }} />
      <OneOf label="Price" choices={PRICE} chosen={priced} onChoose={(value) => { set({ priced: value }); }} />
      <ul aria-label="Conditions" className="flex flex-wrap items-center gap-1.5">
        {moments !== null && (
          <li>
            <Chip
              label="Between"
              value={momentSpan(moments.from, moments.to, tz)}
              title={`From ${moments.from}, included, to ${moments.to}, excluded; click to show ${rangeWords(scope.range)}`}
              onRemove={() => { set({ moments: null }); }}
            />
          </li>
        )}
        {errorCode !== null && (
          <li>
            <Chip label="Error" value={errorCode} title="Only this error; click to show all again" onRemove={() => { set({ errorCode: null }); }} />
          </li>
        )}
        {sessionId !== null && (
          <li>
            <Chip
              label="Conversation"
              value={nameOf(sessionId)}
              title={`Only ${sessionId}; click to show all again`}
              onRemove={() => { set({ sessionId: null }); }}
            />
          </li>
        )}
        <li>
          <Popover
            label="Error or conversation"
            opener={(props) => (
              <button type="button" {...props} className="flex items-center gap-1 rounded-full px-2 py-1 text-xs text-muted hover:bg-hover hover:text-ink">
                <Plus aria-hidden className="size-3" />
                Error or conversation
              </button>
            )}
          >
            {(close) => (
              <ConditionForm
                first={{ errorCode, sessionId }}
                codes={codes}
                onChoose={(part) => {
                  close();
                  set(part);
                }}
              />
            )}
          </Popover>
        </li>
      </ul>
    </div>
  );
}

interface OneOfProps {
  label: string;
  choices: readonly [string, boolean | null][];
  chosen: boolean | null;
  onChoose: (value: boolean | null) => void;
}

function OneOf({ label, choices, chosen, onChoose }: OneOfProps) {
  return (
    <ChoiceGroup label={label}>
      {choices.map(([name, value]) => (
        <Choice
          key={name}
          pressed={value === chosen}
          onClick={() => {
            onChoose(value);
          }}
        >
          {name}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
