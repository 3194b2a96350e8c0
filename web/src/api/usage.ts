// Requests and tokens of the range, cut by a dimension, and hour by hour.
import { useQuery } from "@tanstack/react-query";
import { remember } from "../page/names.ts";
import { type Range, rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { figuresKey, mayStay, POLL_MS } from "./figures.ts";
import type { UsageAnswer } from "./types.ts";

const PATH = "/api/v1/analytics/usage";
/** Groups that are told apart; the rest is `other`. */
export const TOP = 25;

export function useUsage(scope: Scope) {
  const { range, tz, tenantId, cut, compare } = scope;
  const query = { ...rangeParams(range), ...cut.filters, tz, tenant_id: tenantId, group_by: cut.groupBy, top: TOP, compare };
  return useQuery({
    queryKey: figuresKey(scope, "usage", range, cut, compare),
    queryFn: ({ signal }) => get<UsageAnswer>(PATH, query, signal).then(remember),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}

/** How often the hours are asked for: they are many, and what they show hardly moves within minutes. */
const HOURS_POLL_MS = 300_000;

/** The same hour by hour, all groups together. News of the socket do not renew it, so its name does not begin as theirs do. */
export function useHours(scope: Scope, range: Range) {
  const { tz, tenantId, cut } = scope;
  const query = { ...rangeParams(range), ...cut.filters, tz, tenant_id: tenantId, grain: "hour" };
  return useQuery({
    queryKey: ["hours", tenantId, tz, range, cut.filters],
    queryFn: ({ signal }) => get<UsageAnswer>(PATH, query, signal),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: HOURS_POLL_MS,
  });
}
