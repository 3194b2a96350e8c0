// The editor for a rule that is not there yet: blank, or begun with one that is ready made.
import { Dialog } from "../../../ui/Dialog.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import type { Around } from "../../Around.ts";
import { READY_MADE } from "../readyMade.ts";
import { useReadyMade } from "../useReadyMade.ts";
import { BLANK, formOf } from "./form.ts";
import { RuleEditor } from "./RuleEditor.tsx";

interface NewRuleProps {
  around: Around;
  /** The name of what it begins with; any other is a blank one. */
  begin: string;
}

export function NewRule({ around, begin }: NewRuleProps) {
  const { change } = around;
  const ready = useReadyMade(around.scope);
  const name = READY_MADE.find((each) => each === begin);
  const close = () => {
    change({ own: {} });
  };
  const keptAs = (id: string) => {
    change({ sub: id, own: {} });
  };
  if (name === undefined) return <RuleEditor around={around} title="New rule" id={null} first={BLANK} onClose={close} onKept={keptAs} />;
  if (ready === null) {
    return (
      <Dialog title="New rule" onClose={close}>
        <Skeleton className="h-96 w-full" />
      </Dialog>
    );
  }
  return <RuleEditor key={name} around={around} title="New rule" id={null} first={formOf(ready[name].rule)} onClose={close} onKept={keptAs} />;
}
