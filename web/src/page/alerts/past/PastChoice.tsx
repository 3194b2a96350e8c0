// The choice between the spans of the past.
import { PASTS } from "../../../api/alerts.ts";
import { Choice, ChoiceGroup } from "../../../ui/Choice.tsx";
import { PERIOD_LABELS } from "../../../url/range.ts";
import type { Change, Scope } from "../../../url/scope.ts";
import { pastOf, withPast } from "./past.ts";

export function PastChoice({ scope, change }: { scope: Scope; change: Change }) {
  const chosen = pastOf(scope);
  return (
    <ChoiceGroup label="How far back">
      {PASTS.map((past) => (
        <Choice
          key={past}
          pressed={past === chosen}
          title={PERIOD_LABELS[past].words}
          onClick={() => {
            change({ own: withPast(scope.own, past) });
          }}
        >
          {PERIOD_LABELS[past].short}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
