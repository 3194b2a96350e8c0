// Asks before a dead letter is given up.
import { useGiveUpLetter } from "../../../api/operations.ts";
import type { DeadLetterItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";

interface GiveUpLetterProps {
  item: DeadLetterItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function GiveUpLetter({ item, onClose, onDone }: GiveUpLetterProps) {
  const change = useGiveUpLetter();
  return (
    <Confirm
      title={`Give up event ${item.event_id ?? item.id}?`}
      act="Give it up"
      acting="Giving up…"
      change={change}
      onClose={onClose}
      onConfirm={() => {
        change.mutate(item.id, {
          onSuccess: () => {
            onDone("The event was given up: it is in no figure.");
          },
        });
      }}
    >
      <p>The letter is deleted. Its request will never be counted, and what it cost is in no sum.</p>
    </Confirm>
  );
}
