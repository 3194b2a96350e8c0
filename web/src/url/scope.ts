// What the page looks at, held in the address so that it can be kept and sent: page, range, zone, tenant, cut.
import { useCallback, useSyncExternalStore } from "react";
import { type Cut, cutParams, readCut } from "./cut.ts";
import { PAGE_PATHS, type PageName, pageOf } from "./pages.ts";
import { DEFAULT_RANGE, type Range, rangeParams, readRange } from "./range.ts";

export interface Scope {
  page: PageName;
  range: Range;
  /** An IANA zone, or null for the tenant's own. */
  tz: string | null;
  /** The tenant an operator looks at. */
  tenantId: string | null;
  /** How the costs page cuts its figures; other pages keep it for the way back. */
  cut: Cut;
}

const CHANGED = "tollkeeper:scope";

/** Reads the scope from an address, as `/ui/costs?period=7d`; what it does not know falls back to the default. */
export function readScope(address: string): Scope {
  const [path, search] = address.split("?", 2);
  const params = new URLSearchParams(search);
  const tz = params.get("tz");
  return {
    page: pageOf(path ?? ""),
    range: readRange(params),
    tz: tz !== null && isZone(tz) ? tz : null,
    tenantId: params.get("tenant_id"),
    cut: readCut(params),
  };
}

/** Writes the scope into an address; defaults are left out. */
export function writeScope(scope: Scope): string {
  const params = new URLSearchParams({ ...(scope.range === DEFAULT_RANGE ? {} : rangeParams(scope.range)), ...cutParams(scope.cut) });
  if (scope.tz !== null) params.set("tz", scope.tz);
  if (scope.tenantId !== null) params.set("tenant_id", scope.tenantId);
  const text = params.toString();
  const { path } = PAGE_PATHS[scope.page];
  return text === "" ? path : `${path}?${text}`;
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

function here(): string {
  return window.location.pathname + window.location.search;
}

/** The scope in the address, and a way to change it that the back button undoes. */
export function useScope(): [Scope, (change: Partial<Scope>) => void] {
  const address = useSyncExternalStore(listen, here);
  const change = useCallback((part: Partial<Scope>) => {
    window.history.pushState(null, "", writeScope({ ...readScope(here()), ...part }));
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [readScope(address), change];
}
