// Carries out what the machine decides: one WebSocket at a time, its timers, and the figures it brings.
import type { EventRow, LiveMessage, LiveRequest, LiveUpdate } from "../api/types.ts";
import { initial, step, type LiveAction, type LiveEvent, type LiveState, type Phase } from "./machine.ts";
import { joinRecent } from "./recent.ts";

const TICK_MS = 1000;
const KEPT_ROWS = 50;

/** What the page sees of the connection. */
export interface LiveSnapshot {
  phase: Phase;
  update: LiveUpdate | null;
  /** The newest rows seen on this connection and those before it, newest first. */
  recent: readonly EventRow[];
}

export interface LiveOptions {
  /** The socket's address; without credentials. */
  url: string;
  /** The zone in which today and the month are counted; null for the tenant's. */
  tz: string | null;
  /** Something may have been missed: the figures have to be asked for again. */
  onMissed: () => void;
  /** The server says that nobody is signed in. */
  onSignedOut: () => void;
}

export const nothingYet: LiveSnapshot = { phase: "idle", update: null, recent: [] };

/** A live connection that keeps itself up until it is stopped. */
export class LiveSocket {
  private state: LiveState = initial;
  private snapshot: LiveSnapshot = nothingYet;
  private socket: WebSocket | null = null;
  private retry: number | undefined;
  private ticker: number | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: LiveOptions) {}

  start(): void {
    this.ticker = window.setInterval(() => {
      this.take({ kind: "tick", atMs: Date.now(), dice: Math.random() });
    }, TICK_MS);
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.take({ kind: "start", atMs: Date.now() });
  }

  stop(): void {
    window.clearInterval(this.ticker);
    window.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.take({ kind: "stop" });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): LiveSnapshot => this.snapshot;

  // Back on the network, or in front again: nobody should wait out a back-off that began while they were away.
  private readonly wake = (): void => {
    if (document.visibilityState === "visible") this.take({ kind: "retry", atMs: Date.now() });
  };

  private take(event: LiveEvent): void {
    const next = step(this.state, event);
    this.state = next.state;
    for (const action of next.actions) this.act(action);
    if (this.snapshot.phase !== this.state.phase) this.show({ ...this.snapshot, phase: this.state.phase });
  }

  private act(action: LiveAction): void {
    switch (action.kind) {
      case "connect":
        window.clearTimeout(this.retry);
        this.connect();
        return;
      case "subscribe": {
        const request: LiveRequest = { action: "subscribe", type: "dashboard_updates" };
        if (this.options.tz !== null) request.tz = this.options.tz;
        this.socket?.send(JSON.stringify(request));
        return;
      }
      case "close":
        window.clearTimeout(this.retry);
        this.drop();
        return;
      case "retry-in":
        this.drop();
        this.retry = window.setTimeout(() => {
          this.take({ kind: "retry", atMs: Date.now() });
        }, action.ms);
        return;
      case "refetch":
        this.options.onMissed();
        return;
      case "session-ended":
        this.options.onSignedOut();
        return;
    }
  }

  private connect(): void {
    this.drop();
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    // A socket that was given up may still speak; only the present one is heard.
    const mine = () => this.socket === socket;
    socket.onopen = () => {
      if (mine()) this.take({ kind: "opened", atMs: Date.now() });
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (mine() && typeof message.data === "string") this.hear(message.data);
    };
    socket.onclose = () => {
      if (mine()) this.take({ kind: "closed", atMs: Date.now(), dice: Math.random() });
    };
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as LiveMessage;
    if (message.type === "savings_update") {
      const { data } = message;
      this.snapshot = { ...this.snapshot, update: data, recent: joinRecent(this.snapshot.recent, data.recent, KEPT_ROWS) };
      this.take({ kind: "figures", seq: data.seq, atMs: Date.now() });
      this.show({ ...this.snapshot, phase: this.state.phase });
    } else if (message.data.code === "signed_out") {
      this.take({ kind: "signed-out" });
    }
  }

  private show(snapshot: LiveSnapshot): void {
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}
