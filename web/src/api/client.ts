// Speaks to the API: JSON in and out, problems as errors that say what to do.
import type { ProblemBody } from "./types.ts";

const TIMEOUT_MS = 20_000;

/** What went wrong, in words to show. */
export class Problem extends Error {
  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fix: string | null,
    /** The parameter or JSON field at fault, where it is one. */
    readonly field: string | null = null,
  ) {
    super(title);
    this.name = "Problem";
  }
}

export type Query = Record<string, string | number | null | undefined>;

/** Asks for a document. `T` is the generated type of that path's answer. */
export function get<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, query), { method: "GET" }, signal);
}

/** Sends a document and reads the answer. */
export function post<T>(path: string, body: unknown, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return send<T>(withQuery(path, query), written("POST", body), signal);
}

/** Replaces a document and reads the answer. */
export function put<T>(path: string, body: unknown, query: Query = {}): Promise<T> {
  return send<T>(withQuery(path, query), written("PUT", body));
}

/** Changes a document and reads the answer. */
export function patch<T>(path: string, body: unknown, query: Query = {}): Promise<T> {
  return send<T>(withQuery(path, query), written("PATCH", body));
}

/** Asks for something to be done; there is no answer to read. */
export async function order(path: string, query: Query = {}): Promise<void> {
  await answer(withQuery(path, query), { method: "POST" });
}

/** Deletes; there is no answer to read. */
export async function remove(path: string, query: Query = {}): Promise<void> {
  await answer(withQuery(path, query), { method: "DELETE" });
}

/** Deletes, and reads what is left of it. */
export function removed<T>(path: string, query: Query = {}): Promise<T> {
  return send<T>(withQuery(path, query), { method: "DELETE" });
}

function written(method: string, body: unknown): RequestInit {
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

async function send<T>(path: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const response = await answer(path, init, signal);
  try {
    return (await response.json()) as T;
  } catch {
    throw unreadable(response.status);
  }
}

async function answer(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin", signal: either });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw unreachable(timeout.aborted);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as Partial<ProblemBody> | null;
  if (body?.title === undefined) return unreadable(response.status);
  return new Problem(response.status, body.title, body.detail ?? "", body.fix ?? null, body.field ?? null);
}

function unreachable(timedOut: boolean): Problem {
  const detail = timedOut ? `No answer within ${TIMEOUT_MS / 1000} seconds.` : "The connection failed.";
  const fix = `See that Tollkeeper runs and that ${window.location.origin}/healthz answers; this page tries again by itself.`;
  return new Problem(0, "Tollkeeper does not answer", detail, fix);
}

function unreadable(status: number): Problem {
  const fix = "See that nothing between this page and Tollkeeper, such as a proxy, answers in its place.";
  return new Problem(status, "The answer could not be read", `Status ${status}, not the API's JSON.`, fix);
}
