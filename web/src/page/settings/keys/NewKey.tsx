// Makes a key. The key itself goes from the answer to whoever shows it, and nowhere else.
import { useRef, useState } from "react";
import { useCreateKey } from "../../../api/keys.ts";
import { useMembers } from "../../../api/members.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { whyNoName } from "../name.ts";
import type { Revealed } from "./RevealedKey.tsx";

interface NewKeyProps {
  tenantId: string;
  onClose: () => void;
  onMade: (made: Revealed) => void;
}

export function NewKey({ tenantId, onClose, onMade }: NewKeyProps) {
  const [name, setName] = useState("");
  const [userId, setUserId] = useState("");
  const [tried, setTried] = useState(false);
  const members = useMembers(tenantId);
  const made = useRef<string | null>(null);
  const create = useCreateKey(tenantId, (key) => {
    made.current = key;
  });
  const noName = whyNoName(name);
  return (
    <Dialog title="New key" onClose={onClose} className="w-[26rem]">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (noName !== null) return;
          create.mutate(
            { name: name.trim(), user_id: userId === "" ? null : userId },
            {
              onSuccess: (item) => {
                if (made.current !== null) onMade({ key: made.current, name: item.name });
                made.current = null;
              },
            },
          );
        }}
      >
        <div className="space-y-2">
          <TextField
            label="Name"
            value={name}
            autoComplete="off"
            hint="Where it is used, such as ci or laptop of Ada."
            refused={tried ? noName : null}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
          <SelectField
            label="User"
            value={userId}
            hint="Choose one where the key is personal: its requests are then counted as theirs."
            refused={members.error === null ? null : "The members could not be read; make the key without one, or try again."}
            onChange={(event) => {
              setUserId(event.target.value);
            }}
          >
            <option value="">Nobody in particular</option>
            {members.data?.items.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </SelectField>
        </div>
        <FormFoot act="Make the key" acting="Making…" change={create} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
