// Keeps what is shown now under a name.
import { useState } from "react";
import { useChangeView } from "../../../api/views.ts";
import type { Scope } from "../../../url/scope.ts";
import { viewOf } from "../../../url/view.ts";
import { NameForm } from "./NameForm.tsx";

export function SaveView({ scope }: { scope: Scope }) {
  const { mutate, error, isPending } = useChangeView(scope.tenantId);
  const [saved, setSaved] = useState(0);
  const now = viewOf(scope);
  return (
    <div className="border-t border-line pt-3">
      {now === null ? (
        <p className="text-xs text-muted">Settings cannot be saved as a view: nothing is chosen there.</p>
      ) : (
        <NameForm
          // Empty again once it is saved.
          key={saved}
          label="Save what is shown as"
          first=""
          verb="Save"
          error={error}
          busy={isPending}
          onName={(name) => {
            mutate(
              { id: null, body: { name, ...now } },
              {
                onSuccess: () => {
                  setSaved(saved + 1);
                },
              },
            );
          }}
        />
      )}
    </div>
  );
}
