// Asks before a rule is deleted: its history goes with it.
import { useDeleteAlert } from "../../../api/alerts.ts";
import type { AlertItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";
import type { Around } from "../../Around.ts";

interface DeleteRuleProps {
  item: AlertItem;
  around: Around;
  onClose: () => void;
}

export function DeleteRule({ item, around, onClose }: DeleteRuleProps) {
  const { scope, change, refetch } = around;
  const deleting = useDeleteAlert(scope);
  return (
    <Confirm
      title="Delete this rule?"
      act="Delete"
      acting="Deleting…"
      back="Keep it"
      change={deleting}
      onClose={onClose}
      onConfirm={() => {
        deleting.mutate(item.id, {
          onSuccess: () => {
            change({ sub: null, own: {} });
            refetch();
          },
        });
      }}
    >
      <p>
        <span className="font-medium text-ink">{item.name}</span> is no longer looked at, and its history is deleted with it. To keep the
        history, switch it off instead.
      </p>
    </Confirm>
  );
}
