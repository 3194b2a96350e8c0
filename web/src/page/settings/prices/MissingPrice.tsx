// The price form for a model that lacks one: it begins with what is known of the model, and early enough to price what was used.
import { usePrices } from "../../../api/prices.ts";
import type { TenantItem, UnpricedItem } from "../../../api/types.ts";
import { useNow } from "../../../ui/useNow.ts";
import { draftFrom, EMPTY_DRAFT } from "./draft.ts";
import { pricedModels } from "./models.ts";
import { PriceDialog } from "./PriceDialog.tsx";

const MONTH_MS = 30 * 86_400_000;

interface MissingPriceProps {
  item: UnpricedItem;
  tenants: readonly TenantItem[];
  catalogues: readonly string[];
  onClose: () => void;
  onDone: (said: string) => void;
}

export function MissingPrice({ item: { catalogue, model }, tenants, catalogues, onClose, onDone }: MissingPriceProps) {
  const nowMs = useNow(60_000);
  const { data, error } = usePrices({ catalogue, model, tenantId: null });
  // Without an answer the form still serves: it begins with empty rates.
  if (data === undefined && error === null) return null;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const list = pricedModels(rows, "", nowMs)[0]?.list ?? null;
  const from = `${new Date(nowMs - MONTH_MS).toISOString().slice(0, 10)}T00:00`;
  const first = { ...(list === null ? EMPTY_DRAFT : draftFrom(list)), catalogue, model, from };
  return <PriceDialog first={first} tenants={tenants} catalogues={catalogues} onClose={onClose} onDone={onDone} />;
}
