// Asks before a user's name is removed.
import { useForgetMember } from "../../../api/members.ts";
import type { UserItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";

interface ForgetMemberProps {
  tenantId: string;
  member: UserItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function ForgetMember({ tenantId, member, onClose, onDone }: ForgetMemberProps) {
  const change = useForgetMember(tenantId, member.id);
  return (
    <Confirm
      title={`Remove the name ${member.name}?`}
      act="Remove the name"
      acting="Removing…"
      change={change}
      onClose={onClose}
      onConfirm={() => {
        change.mutate(undefined, {
          onSuccess: () => {
            onDone(`The name ${member.name} was removed.`);
          },
        });
      }}
    >
      <p>The name and the address are deleted. Events keep the id, so figures stay as they are and show the id instead.</p>
      <p>Personal keys go on working.</p>
    </Confirm>
  );
}
