// The editor for a rule that is there.
import type { AlertItem } from "../../../api/types.ts";
import { withOwn } from "../../../url/own.ts";
import type { Around } from "../../Around.ts";
import { formOf } from "./form.ts";
import { RuleEditor } from "./RuleEditor.tsx";

export function EditRule({ around, item }: { around: Around; item: AlertItem }) {
  const { change, scope } = around;
  const close = () => {
    change({ own: withOwn(scope, "edit", null) });
  };
  return <RuleEditor around={around} title="Edit rule" id={item.id} first={formOf(item)} onClose={close} onKept={close} />;
}
