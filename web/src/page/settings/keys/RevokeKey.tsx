// Asks before a key is revoked.
import { useRevokeKey } from "../../../api/keys.ts";
import type { KeyItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";

interface RevokeKeyProps {
  item: KeyItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function RevokeKey({ item, onClose, onDone }: RevokeKeyProps) {
  const change = useRevokeKey(item);
  return (
    <Confirm
      title={`Revoke ${item.name}?`}
      act="Revoke the key"
      acting="Revoking…"
      change={change}
      onClose={onClose}
      onConfirm={() => {
        change.mutate(undefined, {
          onSuccess: () => {
            onDone(`The key ${item.name} no longer works.`);
          },
        });
      }}
    >
      <p>
        Requests with <code className="font-mono text-xs">{item.prefix}…</code> are refused from now on, and whoever is signed in with it is signed out.
      </p>
      <p>What it was used for stays counted under its name. A revoked key cannot be brought back; make another instead.</p>
    </Confirm>
  );
}
