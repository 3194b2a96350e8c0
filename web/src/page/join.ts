// Joins the answer for the period with the newest message of the socket: each figure from whoever read it last.
import type { Dashboard, EventRow, ProviderRow } from "../api/types.ts";
import { joinRecent } from "../live/recent.ts";
import type { LiveSnapshot } from "../live/socket.ts";

const SHOWN_ROWS = 24;

export interface Shown extends Dashboard {
  /** Whether the tenant has yet to send its first request. */
  firstRequestYet: boolean;
  recent: EventRow[];
}

export function join(answer: Dashboard, live: LiveSnapshot): Shown {
  const recent = joinRecent(answer.recent, live.recent, SHOWN_ROWS);
  const firstRequestYet = answer.first_event_at === null && recent.length === 0;
  const { update } = live;
  if (!update || update.as_of < answer.as_of) return { ...answer, recent, firstRequestYet };
  return {
    ...answer,
    as_of: update.as_of,
    month: update.month,
    today: update.today,
    alerts: update.alerts,
    simulated: answer.simulated || update.simulated,
    providers: breakersNow(answer.providers, update.providers),
    recent,
    firstRequestYet,
  };
}

/** Providers' figures with their breakers as the socket says they stand. */
export function breakersNow(rows: readonly ProviderRow[], now: readonly ProviderRow[]): ProviderRow[] {
  return rows.map((row) => withBreakersNow(row, now));
}

function withBreakersNow(row: ProviderRow, now: readonly ProviderRow[]): ProviderRow {
  const current = now.find((each) => each.provider === row.provider);
  if (!current) return row;
  const models = row.models.map((model) => ({
    ...model,
    breaker: current.models.find((each) => each.model === model.model)?.breaker ?? model.breaker,
  }));
  return { ...row, breaker: current.breaker, models };
}
