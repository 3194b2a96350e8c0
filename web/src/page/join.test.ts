// The page shows each figure as it was read last, and forgets no row that it has seen.
import { expect, it } from "vitest";
import type { Dashboard, EventRow, LiveUpdate } from "../api/types.ts";
import type { LiveSnapshot } from "../live/socket.ts";
import { join } from "./join.ts";

const row = (event_id: string, timestamp: string) => ({ event_id, timestamp }) as EventRow;
const early = "2026-11-23T10:00:00.000Z";
const late = "2026-11-23T10:00:05.000Z";

const answer = (as_of: string, change: Partial<Dashboard> = {}) =>
  ({ as_of, first_event_at: early, providers: [], recent: [row("a", early)], simulated: false, today: "of the answer", ...change }) as unknown as Dashboard;

const live = (as_of: string, change: Partial<LiveUpdate> = {}): LiveSnapshot => ({
  phase: "live",
  update: { as_of, providers: [], simulated: true, today: "of the socket", ...change } as unknown as LiveUpdate,
  recent: [row("b", late)],
});

it("takes what the socket says when that is newer", () => {
  const shown = join(answer(early), live(late));
  expect(shown).toMatchObject({ as_of: late, today: "of the socket", simulated: true });
  expect(shown.recent.map((each) => each.event_id)).toEqual(["b", "a"]);
});

it("keeps the answer when that is newer, and the socket's rows beside it", () => {
  const shown = join(answer(late), live(early));
  expect(shown).toMatchObject({ as_of: late, today: "of the answer" });
  expect(shown.recent.map((each) => each.event_id)).toEqual(["b", "a"]);
});

it("shows a provider's breaker as it is now, with the period's figures", () => {
  const breaker = { state: "open", reason: "timeout", since: late };
  const period = { provider: "p", attempts: 9, breaker: null, models: [{ model: "m", breaker: null }] };
  const now = { provider: "p", attempts: 1, breaker, models: [{ model: "m", breaker }] };
  const shown = join(
    answer(early, { providers: [period] as unknown as Dashboard["providers"] }),
    live(late, { providers: [now] as unknown as LiveUpdate["providers"] }),
  );
  expect(shown.providers).toEqual([{ ...period, breaker, models: [{ model: "m", breaker }] }]);
});

it("knows a tenant that has sent nothing yet", () => {
  const empty = answer(early, { first_event_at: null, recent: [] });
  expect(join(empty, { phase: "live", update: null, recent: [] }).firstRequestYet).toBe(true);
  expect(join(empty, live(late)).firstRequestYet).toBe(false);
});
