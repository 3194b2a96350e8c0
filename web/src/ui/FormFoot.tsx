// The end of a form: what went wrong with the fix, the way back, and the button that does it.
import type { Standing } from "../api/changes.ts";
import { Button } from "./Button.tsx";
import { ErrorNote } from "./ErrorNote.tsx";

interface FormFootProps {
  /** What is done, such as "Revoke the key", and what the button says while it is being done. */
  act: string;
  acting: string;
  change: Standing;
  /** Whether it cannot be taken back. */
  danger?: boolean;
  onCancel?: () => void;
  /** What the way back is called. */
  back?: string;
}

export function FormFoot({ act, acting, change, danger = false, onCancel, back = "Cancel" }: FormFootProps) {
  return (
    <div className="mt-4 space-y-3">
      {change.error && <ErrorNote error={change.error} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {onCancel && <Button onClick={onCancel}>{back}</Button>}
        <Button weight={danger ? "danger" : "solid"} type="submit" disabled={change.isPending}>
          {change.isPending ? acting : act}
        </Button>
      </div>
    </div>
  );
}
