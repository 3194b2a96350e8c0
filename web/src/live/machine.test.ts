// The live connection's decisions: backing off, noticing silence, noticing gaps, ending with the session.
import { describe, expect, it } from "vitest";
import {
  CONNECT_WITHIN_MS,
  GIVE_UP_AFTER_MS,
  initial,
  isGap,
  LONGEST_RETRY_MS,
  retryDelayMs,
  STALE_AFTER_MS,
  step,
  type LiveAction,
  type LiveEvent,
  type LiveState,
} from "./machine.ts";

function run(events: LiveEvent[], from: LiveState = initial): { state: LiveState; actions: LiveAction[] } {
  let state = from;
  const actions: LiveAction[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    actions.push(...next.actions);
  }
  return { state, actions };
}

const kinds = (actions: LiveAction[]) => actions.map((action) => action.kind);
const first: LiveEvent[] = [
  { kind: "start", atMs: 0 },
  { kind: "opened", atMs: 10 },
  { kind: "figures", seq: 1, atMs: 20 },
];

describe("a good connection", () => {
  it("subscribes once it is open and is live with the first figures", () => {
    const { state, actions } = run(first);
    expect(kinds(actions)).toEqual(["connect", "subscribe"]);
    expect(state.phase).toBe("live");
  });

  it("asks for nothing while numbers follow each other", () => {
    const { actions } = run([...first, { kind: "figures", seq: 2, atMs: 30 }, { kind: "figures", seq: 3, atMs: 40 }]);
    expect(kinds(actions)).toEqual(["connect", "subscribe"]);
  });
});

describe("gaps", () => {
  it.each([
    [0, 1, false],
    [4, 5, false],
    [4, 6, true],
    [4, 4, true],
    [0, 2, true],
  ])("after %d, %d is a gap: %s", (last, seq, gap) => {
    expect(isGap(last, seq)).toBe(gap);
  });

  it("fetches again when a number was skipped", () => {
    const { actions } = run([...first, { kind: "figures", seq: 3, atMs: 30 }]);
    expect(kinds(actions).at(-1)).toBe("refetch");
  });

  it("fetches again after a new connection, whose numbers begin anew", () => {
    const { actions } = run([
      ...first,
      { kind: "closed", atMs: 30, dice: 0 },
      { kind: "retry", atMs: 300 },
      { kind: "opened", atMs: 310 },
      { kind: "figures", seq: 1, atMs: 320 },
    ]);
    expect(kinds(actions)).toEqual(["connect", "subscribe", "retry-in", "connect", "subscribe", "refetch"]);
  });
});

describe("backing off", () => {
  it("doubles up to a ceiling and keeps at least half", () => {
    expect(retryDelayMs(0, 0)).toBe(250);
    expect(retryDelayMs(1, 0)).toBe(500);
    expect(retryDelayMs(3, 0.5)).toBe(3000);
    for (let attempt = 0; attempt < 100; attempt += 1) {
      expect(retryDelayMs(attempt, 0.999_999)).toBeLessThanOrEqual(LONGEST_RETRY_MS);
      expect(retryDelayMs(attempt, 0)).toBeLessThanOrEqual(retryDelayMs(attempt + 1, 0));
    }
  });

  it("waits longer each time until figures come, not merely a connection", () => {
    const failed: LiveEvent[] = [
      { kind: "closed", atMs: 0, dice: 0 },
      { kind: "retry", atMs: 0 },
      { kind: "opened", atMs: 0 },
    ];
    const { state, actions } = run([{ kind: "start", atMs: 0 }, ...failed, ...failed, ...failed]);
    const waits = actions.flatMap((action) => (action.kind === "retry-in" ? [action.ms] : []));
    expect(waits).toEqual([250, 500, 1000]);
    expect(step(state, { kind: "figures", seq: 1, atMs: 1 }).state.attempt).toBe(0);
  });

  it("hears one close once", () => {
    const { actions } = run([...first, { kind: "closed", atMs: 1, dice: 0 }, { kind: "closed", atMs: 1, dice: 0 }]);
    expect(kinds(actions).filter((kind) => kind === "retry-in")).toHaveLength(1);
  });
});

describe("silence", () => {
  it("counts figures as old, and as current again when one comes", () => {
    const old = run([...first, { kind: "tick", atMs: 20 + STALE_AFTER_MS + 1, dice: 0 }]);
    expect(old.state.phase).toBe("stale");
    expect(run([{ kind: "figures", seq: 2, atMs: 40_000 }], old.state).state.phase).toBe("live");
  });

  it("gives a silent socket up", () => {
    const { state, actions } = run([...first, { kind: "tick", atMs: 20 + GIVE_UP_AFTER_MS + 1, dice: 0 }]);
    expect(state.phase).toBe("waiting");
    expect(kinds(actions).slice(-2)).toEqual(["close", "retry-in"]);
  });

  it("gives up a connection that does not open", () => {
    const { state } = run([{ kind: "start", atMs: 0 }, { kind: "tick", atMs: CONNECT_WITHIN_MS + 1, dice: 0 }]);
    expect(state.phase).toBe("waiting");
  });
});

describe("ending", () => {
  it("closes and tries no more when the session has ended", () => {
    const { state, actions } = run([...first, { kind: "signed-out" }, { kind: "closed", atMs: 50, dice: 0 }]);
    expect(state.phase).toBe("ended");
    expect(kinds(actions).slice(-2)).toEqual(["close", "session-ended"]);
  });

  it("stops and can start again", () => {
    const { state } = run([...first, { kind: "stop" }]);
    expect(state).toEqual(initial);
    expect(kinds(step(state, { kind: "start", atMs: 60 }).actions)).toEqual(["connect"]);
  });

  it("ignores figures of a socket that was given up", () => {
    const { state } = run([{ kind: "figures", seq: 1, atMs: 1 }]);
    expect(state).toEqual(initial);
  });
});
