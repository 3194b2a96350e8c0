// Where the palette can lead to: pages, saved views, periods, and one request by its id.
import type { ViewItem } from "../../api/types.ts";
import { isId } from "../../url/conditions.ts";
import { PAGE_FACTS, type PageName } from "../../url/pages.ts";
import { PERIOD_LABELS, PERIODS } from "../../url/range.ts";
import { rowOf } from "../../url/rows.ts";
import { changed, type Scope } from "../../url/scope.ts";
import { scopeOf } from "../../url/view.ts";

export const ENTRY_KINDS = ["Request", "Page", "View", "Period"] as const;

export interface Entry {
  kind: (typeof ENTRY_KINDS)[number];
  name: string;
  to: Scope;
}

/** The most that are listed at once. */
const MOST = 50;

/** What fits the text that was typed, in the order of the kinds. */
export function entriesFor(typed: string, scope: Scope, pages: readonly PageName[], views: readonly ViewItem[]): Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ kind, name }: Entry) => words.every((word) => `${kind} ${name}`.toLowerCase().includes(word));
  return [...requests(typed.trim(), scope), ...[...ofPages(scope, pages), ...ofViews(scope, views), ...ofPeriods(scope)].filter(fits)].slice(0, MOST);
}

function requests(id: string, scope: Scope): Entry[] {
  return isId(id) ? [{ kind: "Request", name: `Open request ${id}`, to: rowOf(scope, id.toLowerCase()) }] : [];
}

function ofPages(scope: Scope, pages: readonly PageName[]): Entry[] {
  return pages.map((page) => ({ kind: "Page", name: PAGE_FACTS[page].name, to: changed(scope, { page, sub: null, own: {} }) }));
}

function ofViews({ tenantId }: Scope, views: readonly ViewItem[]): Entry[] {
  return views.map((view) => ({ kind: "View", name: view.name, to: scopeOf(view, tenantId) }));
}

function ofPeriods(scope: Scope): Entry[] {
  if (!PAGE_FACTS[scope.page].range) return [];
  return PERIODS.map((range) => ({ kind: "Period", name: `Show ${PERIOD_LABELS[range].words}`, to: changed(scope, { range }) }));
}

/** The entry an arrow key leads to; past the last comes the first. */
export function stepped(at: number, by: 1 | -1, length: number): number {
  return length === 0 ? 0 : (at + by + length) % length;
}
