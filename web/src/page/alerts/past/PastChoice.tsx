// The choice between the spans of the past.
import { PASTS } from "../../../api/alerts.ts";
import { Choice, ChoiceGroup } from "../../../ui/Choice.tsx";
import { ownOf, withOwn } from "../../../url/own.ts";
import { PERIOD_LABELS } from "../../../url/range.ts";
import type { Change, Scope } from "../../../url/scope.ts";

export function PastChoice({ scope, change }: { scope: Scope; change: Change }) {
  const chosen = ownOf(scope, "past", PASTS);
  return (
    <ChoiceGroup label="How far back">
      {PASTS.map((past) => (
        <Choice
          key={past}
          pressed={past === chosen}
          title={PERIOD_LABELS[past].words}
          onClick={() => {
            change({ own: withOwn(scope, "past", past === PASTS[0] ? null : past) });
          }}
        >
          {PERIOD_LABELS[past].short}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
