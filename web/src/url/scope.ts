// What the page looks at, held in the address so that it can be kept and sent: range, zone and tenant.
import { useCallback, useSyncExternalStore } from "react";
import { DEFAULT_RANGE, type Range, rangeParams, readRange } from "./range.ts";

export interface Scope {
  range: Range;
  /** An IANA zone, or null for the tenant's own. */
  tz: string | null;
  /** The tenant an operator looks at. */
  tenantId: string | null;
}

const CHANGED = "tollkeeper:scope";

/** Reads the scope from an address; what it does not know falls back to the default. */
export function readScope(search: string): Scope {
  const params = new URLSearchParams(search);
  const tz = params.get("tz");
  return { range: readRange(params), tz: tz !== null && isZone(tz) ? tz : null, tenantId: params.get("tenant_id") };
}

/** Writes the scope into an address; defaults are left out. */
export function writeScope(scope: Scope): string {
  const params = new URLSearchParams(scope.range === DEFAULT_RANGE ? {} : rangeParams(scope.range));
  if (scope.tz !== null) params.set("tz", scope.tz);
  if (scope.tenantId !== null) params.set("tenant_id", scope.tenantId);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function listen(changed: () => void): () => void {
  window.addEventListener("popstate", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener("popstate", changed);
    window.removeEventListener(CHANGED, changed);
  };
}

/** The scope in the address, and a way to change it that the back button undoes. */
export function useScope(): [Scope, (change: Partial<Scope>) => void] {
  const search = useSyncExternalStore(listen, () => window.location.search);
  const change = useCallback((part: Partial<Scope>) => {
    const next = { ...readScope(window.location.search), ...part };
    window.history.pushState(null, "", window.location.pathname + writeScope(next));
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [readScope(search), change];
}
