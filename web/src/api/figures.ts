// What all questions for figures have in common: their names, how often they are asked, and what stays while another loads.
import type { Scope } from "../url/scope.ts";

/** Begins the name of every query for figures: what the socket says is new for all of them. */
export const FIGURES = ["figures"] as const;
/** How often to ask without news from the socket; with it, the socket says when. */
export const POLL_MS = 30_000;

export type Owner = Pick<Scope, "tenantId" | "tz">;

/** The name of a query: whose figures, in which zone, then what is asked. */
export function figuresKey({ tenantId, tz }: Owner, ...question: unknown[]): readonly unknown[] {
  return [...FIGURES, tenantId, tz, ...question];
}

/** Whether an answer may stay, dimmed, while another loads: another tenant's or zone's figures never may. */
export function mayStay({ tenantId, tz }: Owner, key: readonly unknown[] | undefined): boolean {
  return key?.[1] === tenantId && key[2] === tz;
}
