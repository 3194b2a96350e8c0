// Asks before what cannot be taken back: names it, and says what happens.
import type { ReactNode } from "react";
import type { Standing } from "../api/changes.ts";
import { Dialog } from "./Dialog.tsx";
import { FormFoot } from "./FormFoot.tsx";

interface ConfirmProps {
  /** The question, with the name of what it is about. */
  title: string;
  act: string;
  acting: string;
  /** What is done instead, where there is a better word than to cancel. */
  back?: string;
  change: Standing;
  onConfirm: () => void;
  onClose: () => void;
  /** What happens then. */
  children: ReactNode;
}

export function Confirm({ title, act, acting, back = "Cancel", change, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose} className="w-[28rem]">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <div className="space-y-2 text-dense text-muted">{children}</div>
        <FormFoot act={act} acting={acting} change={change} danger onCancel={onClose} back={back} />
      </form>
    </Dialog>
  );
}
