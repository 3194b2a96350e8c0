// A view: a name for an address. It holds the page and the address's query, never whose figures they are.
import { PAGE_FACTS, type PageName } from "./pages.ts";
import { readScope, type Scope, writeScope } from "./scope.ts";

export interface ViewAddress {
  page: Exclude<PageName, "settings">;
  /** The address's query without its question mark. */
  query: string;
}

/** What would be kept of an address; null for settings, where nothing is chosen. */
export function viewOf(scope: Scope): ViewAddress | null {
  const { page } = scope;
  if (page === "settings") return null;
  const [, query = ""] = writeScope({ ...scope, sub: null, tenantId: null }).split("?", 2);
  return { page, query };
}

/** Where a view leads, among the same tenant's figures. */
export function scopeOf({ page, query }: ViewAddress, tenantId: string | null): Scope {
  return { ...readScope(`${PAGE_FACTS[page].path}?${query}`), tenantId };
}

/** Whether a view is what is shown. */
export function isShown(view: ViewAddress, scope: Scope): boolean {
  return writeScope(scopeOf(view, scope.tenantId)) === writeScope(scope);
}
