// Asks before a rule is deleted: its history goes with it.
import { useDeleteAlert } from "../../../api/alerts.ts";
import type { AlertItem } from "../../../api/types.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import type { Around } from "../../Around.ts";

interface DeleteRuleProps {
  item: AlertItem;
  around: Around;
  onClose: () => void;
}

export function DeleteRule({ item, around, onClose }: DeleteRuleProps) {
  const { scope, change, refetch } = around;
  const { mutate, error, isPending } = useDeleteAlert(scope);
  const confirmed = () => {
    mutate(item.id, {
      onSuccess: () => {
        change({ sub: null, own: {} });
        refetch();
      },
    });
  };
  return (
    <Dialog title="Delete this rule?" onClose={onClose} className="w-[28rem]">
      <p className="text-dense text-muted">
        <span className="font-medium text-ink">{item.name}</span> is no longer looked at, and its history is deleted with it. To keep the
        history, switch it off instead.
      </p>
      {error && (
        <div className="mt-3">
          <ErrorNote error={error} />
        </div>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button weight="danger" disabled={isPending} onClick={confirmed}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
