// Price rows by model: which one is in force, which are past or ahead, which are a tenant's own.
import type { PriceItem } from "../../../api/types.ts";

export type Force = "past" | "now" | "ahead";

export interface PricedModel {
  catalogue: string;
  model: string;
  /** Newest first; list prices and overrides together. */
  rows: PriceItem[];
  /** The list price in force; null without one. */
  list: PriceItem | null;
  /** The tenants with an override in force. */
  owners: string[];
}

/** Where a row stands at a moment. Its end is excluded. */
export function forceOf({ effective_from, effective_to }: PriceItem, nowMs: number): Force {
  if (Date.parse(effective_from) > nowMs) return "ahead";
  return effective_to !== null && Date.parse(effective_to) <= nowMs ? "past" : "now";
}

/** The rows of a list in the list's order, by model; `find` is looked for in the model's name. */
export function pricedModels(items: readonly PriceItem[], find: string, nowMs: number): PricedModel[] {
  const wanted = find.trim().toLowerCase();
  const found = new Map<string, PricedModel>();
  for (const item of items) {
    const { catalogue, model } = item;
    if (!model.toLowerCase().includes(wanted)) continue;
    const name = `${catalogue}/${model}`;
    const group = found.get(name) ?? { catalogue, model, rows: [], list: null, owners: [] };
    group.rows.unshift(item);
    if (forceOf(item, nowMs) === "now") {
      // Rows of one owner come by their begin: where two hold, the one that began later does.
      if (item.tenant_id === null) group.list = item;
      else if (!group.owners.includes(item.tenant_id)) group.owners.push(item.tenant_id);
    }
    found.set(name, group);
  }
  return [...found.values()];
}
