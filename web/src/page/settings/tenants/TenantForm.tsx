// A tenant's name and zone: for a new one, and for one that is changed.
import { useId, useState } from "react";
import type { Standing } from "../../../api/changes.ts";
import { TextField } from "../../../ui/Field.tsx";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { isZone } from "../../../url/scope.ts";
import { whyNoName } from "../name.ts";

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

export interface TenantDraft {
  name: string;
  timezone: string;
}

interface TenantFormProps {
  first: TenantDraft;
  act: string;
  acting: string;
  change: Standing;
  /** What a tenant that exists already should know before it moves. */
  moving?: string;
  onSubmit: (tenant: TenantDraft) => void;
  onCancel?: () => void;
}

export function TenantForm({ first, act, acting, change, moving, onSubmit, onCancel }: TenantFormProps) {
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const zones = useId();
  const name = draft.name.trim();
  const timezone = draft.timezone.trim();
  const noName = whyNoName(name);
  const noZone = isZone(timezone) ? null : "Choose a zone of the list, such as Europe/Berlin or UTC.";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (noName === null && noZone === null) onSubmit({ name, timezone });
      }}
    >
      <div className="space-y-2">
        <TextField
          label="Name"
          value={draft.name}
          autoFocus
          autoComplete="off"
          hint="Unique; people choose it in the list of tenants."
          refused={tried ? noName : null}
          onChange={(event) => {
            setDraft({ ...draft, name: event.target.value });
          }}
        />
        <TextField
          label="Time zone"
          value={draft.timezone}
          list={zones}
          autoComplete="off"
          spellCheck={false}
          hint={moving !== undefined && timezone !== first.timezone ? moving : "Its days, weeks and months begin at midnight there."}
          refused={tried ? noZone : null}
          onChange={(event) => {
            setDraft({ ...draft, timezone: event.target.value });
          }}
        />
        <datalist id={zones}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <FormFoot act={act} acting={acting} change={change} {...(onCancel ? { onCancel } : {})} />
    </form>
  );
}
