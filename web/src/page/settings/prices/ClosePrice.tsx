// Asks before a price is closed.
import { useClosePrice } from "../../../api/prices.ts";
import type { PriceItem } from "../../../api/types.ts";
import { Confirm } from "../../../ui/Confirm.tsx";
import { nameOf } from "../../names.ts";

interface ClosePriceProps {
  item: PriceItem;
  onClose: () => void;
  onDone: (said: string) => void;
}

export function ClosePrice({ item, onClose, onDone }: ClosePriceProps) {
  const change = useClosePrice(item.id);
  const { model, catalogue, tenant_id } = item;
  return (
    <Confirm
      title={`Close the price of ${model}?`}
      act="Close the price"
      acting="Closing…"
      change={change}
      onClose={onClose}
      onConfirm={() => {
        change.mutate(undefined, {
          onSuccess: () => {
            onDone(`The price of ${catalogue}/${model} ended just now.`);
          },
        });
      }}
    >
      <p>
        It ends now. {tenant_id === null ? "Requests from now on have no cost" : `Requests of ${nameOf(tenant_id)} have the list price from now on, or no cost`}{" "}
        unless another price holds then.
      </p>
      <p>What came before keeps this price; what it no longer reaches is priced again. A closed price stays in the history and can be followed by another.</p>
    </Confirm>
  );
}
