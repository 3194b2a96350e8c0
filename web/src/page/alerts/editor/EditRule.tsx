// The editor for a rule that is there.
import type { AlertItem } from "../../../api/types.ts";
import type { Around } from "../../Around.ts";
import { formOf } from "./form.ts";
import { RuleEditor } from "./RuleEditor.tsx";

export function EditRule({ around, item }: { around: Around; item: AlertItem }) {
  const { change, scope } = around;
  const close = () => {
    change({ own: Object.fromEntries(Object.entries(scope.own).filter(([name]) => name !== "edit")) });
  };
  return <RuleEditor around={around} title="Edit rule" id={item.id} first={formOf(item)} onClose={close} onKept={close} />;
}
