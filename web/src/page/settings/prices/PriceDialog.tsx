// The form for a price: whose, of what, from when, at which rates, and where the figures come from.
import { useId, useState } from "react";
import { useAddPrice } from "../../../api/prices.ts";
import type { TenantItem } from "../../../api/types.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { FormFoot } from "../../../ui/FormFoot.tsx";
import { emptyTier, MOST_TIERS, type PriceDraft, priceBody } from "./draft.ts";
import { TierFields } from "./TierFields.tsx";

interface PriceDialogProps {
  first: PriceDraft;
  tenants: readonly TenantItem[];
  /** Catalogues to choose from; another can be typed. */
  catalogues: readonly string[];
  onClose: () => void;
  onDone: (said: string) => void;
}

export function PriceDialog({ first, tenants, catalogues, onClose, onDone }: PriceDialogProps) {
  const [draft, setDraft] = useState(first);
  const [tried, setTried] = useState(false);
  const add = useAddPrice();
  const list = useId();
  const answer = priceBody(draft);
  const refused = tried && "refused" in answer ? answer.refused : {};
  const set = (part: Partial<PriceDraft>) => {
    setDraft({ ...draft, ...part });
  };
  return (
    <Dialog title="Add a price" onClose={onClose} className="w-[44rem]">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!("body" in answer)) return;
          add.mutate(answer.body, {
            onSuccess: ({ catalogue, model }) => {
              onDone(`${catalogue}/${model} has its price. Requests it touches are priced again within seconds.`);
            },
          });
        }}
      >
        <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
          <TextField
            label="Catalogue"
            value={draft.catalogue}
            list={list}
            autoComplete="off"
            spellCheck={false}
            hint="Whose prices a provider has; its catalogue setting."
            refused={refused.catalogue}
            onChange={(event) => {
              set({ catalogue: event.target.value });
            }}
          />
          <datalist id={list}>
            {catalogues.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <TextField
            label="Model"
            value={draft.model}
            autoComplete="off"
            spellCheck={false}
            hint="As the provider names it."
            refused={refused.model}
            onChange={(event) => {
              set({ model: event.target.value });
            }}
          />
          <SelectField
            label="For"
            value={draft.tenantId}
            hint="A tenant’s own price outranks the list’s."
            onChange={(event) => {
              set({ tenantId: event.target.value });
            }}
          >
            <option value="">Everyone: the list price</option>
            {tenants.map((tenant) => (
              <option key={tenant.id} value={tenant.id}>
                Only {tenant.name}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Where it comes from"
            value={draft.source}
            autoComplete="off"
            hint="Such as the provider’s page of a day, or your contract."
            refused={refused.source}
            onChange={(event) => {
              set({ source: event.target.value });
            }}
          />
          <TextField
            label="From (UTC)"
            type="datetime-local"
            value={draft.from}
            hint="Empty for now. Requests since then are priced again."
            refused={refused.from}
            onChange={(event) => {
              set({ from: event.target.value });
            }}
          />
          <TextField
            label="Until (UTC)"
            type="datetime-local"
            value={draft.to}
            hint="Empty where no end is known."
            refused={refused.to}
            onChange={(event) => {
              set({ to: event.target.value });
            }}
          />
        </div>
        {draft.tiers.map((tier, at) => (
          <TierFields
            key={at}
            tier={tier}
            at={at}
            refused={refused}
            onChange={(next) => {
              set({ tiers: draft.tiers.with(at, next) });
            }}
            onRemove={() => {
              set({ tiers: draft.tiers.toSpliced(at, 1) });
            }}
          />
        ))}
        {draft.tiers.length < MOST_TIERS && (
          <Button
            weight="small"
            className="mt-3"
            onClick={() => {
              set({ tiers: [...draft.tiers, emptyTier()] });
            }}
          >
            Add a tier with a condition
          </Button>
        )}
        {Object.keys(refused).length > 0 && <p className="mt-3 text-dense text-loss">Some fields above need another look.</p>}
        <FormFoot act="Add the price" acting="Adding…" change={add} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
