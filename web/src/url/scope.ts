// What the page looks at, held in the address so that it can be kept and sent: period, zone and tenant.
import { useCallback, useSyncExternalStore } from "react";

export const PERIODS = ["today", "24h", "7d", "30d", "90d", "mtd", "12mo"] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Each period's name on its button, and in words. */
export const PERIOD_LABELS: Record<PeriodName, { short: string; words: string }> = {
  today: { short: "Today", words: "today" },
  "24h": { short: "24h", words: "the last 24 hours" },
  "7d": { short: "7d", words: "the last 7 days" },
  "30d": { short: "30d", words: "the last 30 days" },
  "90d": { short: "90d", words: "the last 90 days" },
  mtd: { short: "Month", words: "this month" },
  "12mo": { short: "12 mo", words: "the last 12 months" },
};

export interface Scope {
  period: PeriodName;
  /** An IANA zone, or null for the tenant's own. */
  tz: string | null;
  /** The tenant an operator looks at. */
  tenantId: string | null;
}

const DEFAULT_PERIOD: PeriodName = "30d";
const CHANGED = "tollkeeper:scope";

/** Reads the scope from an address; what it does not know falls back to the default. */
export function readScope(search: string): Scope {
  const params = new URLSearchParams(search);
  const period = PERIODS.find((name) => name === params.get("period")) ?? DEFAULT_PERIOD;
  const tz = params.get("tz");
  return { period, tz: tz !== null && isZone(tz) ? tz : null, tenantId: params.get("tenant_id") };
}

/** Writes the scope into an address; defaults are left out. */
export function writeScope(scope: Scope): string {
  const params = new URLSearchParams();
  if (scope.period !== DEFAULT_PERIOD) params.set("period", scope.period);
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
