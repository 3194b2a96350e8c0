// What the page looks at, held in the address so that it can be kept and sent: page, range, zone, tenant, cut, comparison, and
// what is one page's own.
import { useCallback, useSyncExternalStore } from "react";
import { type Cut, cutParams, readCut } from "./cut.ts";
import { PAGE_FACTS, type PageName, pageOf } from "./pages.ts";
import { DEFAULT_RANGE, type Range, rangeParams, readRange } from "./range.ts";

/** The second span: the same length before, or the same dates a year before. */
export const COMPARISONS = ["previous", "last_year"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface Scope {
  page: PageName;
  /** What follows the page in the path: a section of it, or the id of what is open. */
  sub: string | null;
  range: Range;
  /** An IANA zone, or null for the tenant's own. */
  tz: string | null;
  /** The tenant an operator looks at. */
  tenantId: string | null;
  /** How figures are cut; pages that show them whole keep it for the way back. */
  cut: Cut;
  compare: Comparison | null;
  /** The page's own parameters. */
  own: Readonly<Record<string, string>>;
}

/** Whether the back button comes back to what was before, or the address takes its place. */
export type Step = "push" | "replace";

export type Change = (change: Partial<Scope>, step?: Step) => void;

const CHANGED = "tollkeeper:scope";

/** Reads the scope from an address, as `/ui/costs?period=7d`; what it does not know falls back to the default. */
export function readScope(address: string): Scope {
  const [path, search] = address.split("?", 2);
  const params = new URLSearchParams(search);
  const { page, sub } = pageOf(path ?? "");
  const tz = params.get("tz");
  const own = PAGE_FACTS[page].own.flatMap((name) => {
    const value = params.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    page,
    sub,
    range: readRange(params),
    tz: tz !== null && isZone(tz) ? tz : null,
    tenantId: params.get("tenant_id"),
    cut: readCut(params),
    compare: COMPARISONS.find((name) => name === params.get("compare")) ?? null,
    own: Object.fromEntries(own),
  };
}

/** Writes the scope into an address; defaults are left out. */
export function writeScope(scope: Scope): string {
  const params = new URLSearchParams({ ...(scope.range === DEFAULT_RANGE ? {} : rangeParams(scope.range)), ...cutParams(scope.cut) });
  if (scope.compare !== null) params.set("compare", scope.compare);
  if (scope.tz !== null) params.set("tz", scope.tz);
  if (scope.tenantId !== null) params.set("tenant_id", scope.tenantId);
  const facts = PAGE_FACTS[scope.page];
  for (const name of facts.own) {
    const value = scope.own[name];
    if (value !== undefined) params.set(name, value);
  }
  const text = params.toString();
  const path = scope.sub === null ? facts.path : `${facts.path}/${scope.sub}`;
  return text === "" ? path : `${path}?${text}`;
}

/** A scope after a change: what is a page's own does not go along to another page, nor a span that stood in the range's place to
 * another range. */
export function changed(scope: Scope, change: Partial<Scope>): Scope {
  const leaves = change.page !== undefined && change.page !== scope.page;
  if (leaves) return { ...scope, sub: null, own: {}, ...change };
  return { ...scope, ...(change.range === undefined ? {} : { own: inRange(scope) }), ...change };
}

/** Whether a page's own parameters say the span, so that the range does not. */
export function isOffRange({ page, own }: Scope): boolean {
  return PAGE_FACTS[page].span.some((name) => own[name] !== undefined);
}

function inRange({ page, own }: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => !PAGE_FACTS[page].span.includes(name)));
}

/** Whether it is an IANA zone that this browser knows. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function listen(onChange: () => void): () => void {
  window.addEventListener("popstate", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("popstate", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

function here(): string {
  return window.location.pathname + window.location.search;
}

/** Goes to an address of the app. */
export function goTo(address: string, step: Step = "push"): void {
  if (address !== here()) {
    if (step === "push") {
      const { pathname } = window.location;
      window.history.pushState(null, "", address);
      // Another page begins at its top; the browser itself finds the way back.
      if (window.location.pathname !== pathname) window.scrollTo(0, 0);
    } else window.history.replaceState(null, "", address);
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** The scope in the address, and a way to change it that the back button undoes unless it is told otherwise. */
export function useScope(): [Scope, Change] {
  const address = useSyncExternalStore(listen, here);
  const change = useCallback<Change>((part, step) => {
    goTo(writeScope(changed(readScope(here()), part)), step);
  }, []);
  return [readScope(address), change];
}
