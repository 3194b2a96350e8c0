// Switches a rule on or off where it stands; its state goes on from where it was.
import type { AlertItem } from "../../api/types.ts";
import type { useKeepAlert } from "../../api/alerts.ts";
import { Switch } from "../../ui/Switch.tsx";
import { ruleOf } from "./words.ts";

interface EnabledSwitchProps {
  item: AlertItem;
  keep: ReturnType<typeof useKeepAlert>;
}

export function EnabledSwitch({ item, keep }: EnabledSwitchProps) {
  const pending = keep.isPending && keep.variables.id === item.id;
  return (
    <Switch
      label={`Watch ${item.name}`}
      on={pending ? keep.variables.rule.enabled !== false : item.enabled !== false}
      onChange={(enabled) => {
        keep.mutate({ id: item.id, rule: { ...ruleOf(item), enabled } });
      }}
    />
  );
}
