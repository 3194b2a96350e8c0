// Gives a user a name: a new one, one that has a name, or one that was seen in requests.
import { useState } from "react";
import { useNameMember } from "../../../api/members.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { whyNoName } from "../name.ts";

export interface Named {
  /** The id in events; null for someone new. */
  id: string | null;
  name: string;
  email: string;
}

interface NameMemberProps {
  tenantId: string;
  first: Named;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function NameMember({ tenantId, first, onClose, onDone }: NameMemberProps) {
  const [name, setName] = useState(first.name);
  const [email, setEmail] = useState(first.email);
  const [external, setExternal] = useState(first.id ?? "");
  const [tried, setTried] = useState(false);
  const change = useNameMember(tenantId);
  const noName = whyNoName(name);
  const noEmail = email.trim() === "" ? null : whyNoName(email);
  const title = first.id === null ? "Add a member" : first.name === "" ? "Name a user" : `Rename ${first.name}`;
  return (
    <Dialog title={title} onClose={onClose} className="w-[26rem]">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (noName !== null || noEmail !== null) return;
          const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
          change.mutate(
            { name: name.trim(), email: orNull(email), external_id: orNull(external) },
            {
              onSuccess: (member) => {
                onDone(`${member.name} is the name of ${member.id.slice(0, 8)}… from now on.`);
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
            hint="What figures by user show."
            refused={tried ? noName : null}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
          <TextField
            label="Address"
            value={email}
            autoComplete="off"
            hint="If you want to have it at hand; nothing is sent there."
            refused={tried ? noEmail : null}
            onChange={(event) => {
              setEmail(event.target.value);
            }}
          />
          <TextField
            label="Id in requests"
            value={external}
            autoComplete="off"
            spellCheck={false}
            disabled={first.id !== null}
            hint={first.id === null ? "What programs send as user. Leave it empty for a new id, to be given to a personal key." : "Its id in events stays."}
            onChange={(event) => {
              setExternal(event.target.value);
            }}
          />
        </div>
        <FormFoot act="Save" acting="Saving…" change={change} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
