// Decides what the live connection does next. Pure: the clock and the dice come in, actions go out.

/** The server promises a message at least every five seconds; after two and a half such spans figures count as old. */
export const STALE_AFTER_MS = 12_500;
/** A socket that stays silent this long is given up. */
export const GIVE_UP_AFTER_MS = 25_000;
/** A connection that is not open after this long is given up. */
export const CONNECT_WITHIN_MS = 10_000;
export const FIRST_RETRY_MS = 500;
export const LONGEST_RETRY_MS = 30_000;

export type Phase = "idle" | "connecting" | "open" | "live" | "stale" | "waiting" | "ended";

export interface LiveState {
  phase: Phase;
  /** Connections tried since a figure last came. */
  attempt: number;
  /** Number of this socket's last message; 0 before the first. */
  lastSeq: number;
  /** When the socket was asked for or last heard from. */
  heardAtMs: number;
  /** Whether figures ever came: what follows a break may have been missed. */
  hadFigures: boolean;
}

export type LiveEvent =
  | { kind: "start"; atMs: number }
  | { kind: "opened"; atMs: number }
  | { kind: "figures"; seq: number; atMs: number }
  | { kind: "closed"; atMs: number; dice: number }
  | { kind: "retry"; atMs: number }
  | { kind: "tick"; atMs: number; dice: number }
  | { kind: "signed-out" }
  | { kind: "stop" };

export type LiveAction =
  | { kind: "connect" }
  | { kind: "subscribe" }
  | { kind: "close" }
  | { kind: "retry-in"; ms: number }
  | { kind: "refetch" }
  | { kind: "session-ended" };

export interface Step {
  state: LiveState;
  actions: LiveAction[];
}

export const initial: LiveState = { phase: "idle", attempt: 0, lastSeq: 0, heardAtMs: 0, hadFigures: false };

/** How long to wait before connection `attempt` (from 0): doubling, half of it fixed and half by the dice in [0, 1). */
export function retryDelayMs(attempt: number, dice: number): number {
  const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * dice);
}

/** Whether a message number shows that others before it were lost. Each socket counts from 1. */
export function isGap(lastSeq: number, seq: number): boolean {
  return seq !== lastSeq + 1;
}

/** One step of the connection's life. */
export function step(state: LiveState, event: LiveEvent): Step {
  switch (event.kind) {
    case "stop":
      return { state: { ...initial, phase: "idle" }, actions: [{ kind: "close" }] };
    case "signed-out":
      return { state: { ...state, phase: "ended" }, actions: [{ kind: "close" }, { kind: "session-ended" }] };
    case "start":
      return state.phase === "idle" ? connect(state, event.atMs) : stay(state);
    case "retry":
      return state.phase === "waiting" ? connect(state, event.atMs) : stay(state);
    case "opened":
      if (state.phase !== "connecting") return stay(state);
      return { state: { ...state, phase: "open", heardAtMs: event.atMs }, actions: [{ kind: "subscribe" }] };
    case "figures":
      return figures(state, event.seq, event.atMs);
    case "closed":
      return state.phase === "idle" || state.phase === "ended" || state.phase === "waiting"
        ? stay(state)
        : wait(state, event.dice, false);
    case "tick":
      return tick(state, event.atMs, event.dice);
  }
}

function stay(state: LiveState): Step {
  return { state, actions: [] };
}

function connect(state: LiveState, atMs: number): Step {
  return { state: { ...state, phase: "connecting", lastSeq: 0, heardAtMs: atMs }, actions: [{ kind: "connect" }] };
}

function figures(state: LiveState, seq: number, atMs: number): Step {
  if (state.phase !== "open" && state.phase !== "live" && state.phase !== "stale") return stay(state);
  const missed = isGap(state.lastSeq, seq) || (state.lastSeq === 0 && state.hadFigures);
  return {
    state: { phase: "live", attempt: 0, lastSeq: seq, heardAtMs: atMs, hadFigures: true },
    actions: missed ? [{ kind: "refetch" }] : [],
  };
}

function wait(state: LiveState, dice: number, close: boolean): Step {
  const retry: LiveAction = { kind: "retry-in", ms: retryDelayMs(state.attempt, dice) };
  return {
    state: { ...state, phase: "waiting", attempt: state.attempt + 1, lastSeq: 0 },
    actions: close ? [{ kind: "close" }, retry] : [retry],
  };
}

function tick(state: LiveState, atMs: number, dice: number): Step {
  const silentMs = atMs - state.heardAtMs;
  switch (state.phase) {
    case "connecting":
      return silentMs > CONNECT_WITHIN_MS ? wait(state, dice, true) : stay(state);
    case "open":
    case "live":
    case "stale":
      if (silentMs > GIVE_UP_AFTER_MS) return wait(state, dice, true);
      return silentMs > STALE_AFTER_MS ? stay({ ...state, phase: "stale" }) : stay(state);
    default:
      return stay(state);
  }
}
