// Asks for the period's figures again when the socket shows that they have changed, but not at every message.
import { useEffect, useRef } from "react";
import type { LiveUpdate } from "../api/types.ts";

const AT_MOST_EVERY_MS = 3_000;

/** What changes when the ledger does, or where an alert rule stands. */
function mark({ month, today, alerts }: LiveUpdate): string {
  const { money, traffic } = month;
  const firing = alerts.firing.map(({ id, since }) => `${id} ${since}`);
  const stand = [alerts.ok, alerts.alert, alerts.no_data, ...firing];
  return [traffic.requests, traffic.attempts, money.cost_usd, money.savings_usd, today.traffic.requests, ...stand].join(" ");
}

/** Calls `refetch`, which must be stable, soon after a change. */
export function useFollow(update: LiveUpdate | null, refetch: () => void): void {
  const seen = useRef<string | null>(null);
  const askedAtMs = useRef(0);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!update) return;
    const now = mark(update);
    const first = seen.current === null;
    if (seen.current === now) return;
    seen.current = now;
    if (first || timer.current !== undefined) return;
    const waitMs = Math.max(0, askedAtMs.current + AT_MOST_EVERY_MS - Date.now());
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      askedAtMs.current = Date.now();
      refetch();
    }, waitMs);
  }, [update, refetch]);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
