// How providers did over the range: in all, and over time with their outages.
import { useQuery } from "@tanstack/react-query";
import { type Range, rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { figuresKey, mayStay, POLL_MS } from "./figures.ts";
import type { ProvidersAnswer, ProviderSeriesAnswer, Window } from "./types.ts";

const PATH = "/api/v1/analytics/providers";

function queryOf({ range, tz, tenantId, cut }: Scope) {
  return { ...rangeParams(range), tz, tenant_id: tenantId, provider: cut.filters.provider };
}

export function useProviders(scope: Scope) {
  const query = queryOf(scope);
  return useQuery({
    queryKey: figuresKey(scope, "providers", scope.range, query.provider),
    queryFn: ({ signal }) => get<ProvidersAnswer>(PATH, query, signal),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}

/** What a series is of: a provider with all of its models, or one model. Models are told apart of one provider only. */
export const SERIES_OF = ["provider", "model"] as const;
export type SeriesOf = (typeof SERIES_OF)[number];

export function useProviderSeries(scope: Scope, by: SeriesOf) {
  const query = { ...queryOf(scope), grain: grainOf(scope.range), by };
  return useQuery({
    queryKey: figuresKey(scope, "provider series", scope.range, query.provider, by),
    queryFn: ({ signal }) => get<ProviderSeriesAnswer>(`${PATH}/series`, query, signal),
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    refetchInterval: POLL_MS,
  });
}

const DAY_MS = 86_400_000;
const MOST_DAYS_BY_HOUR = 8;
const MOST_DAYS_BY_DAY = 120;

/** Hours for a week, so that a bad one shows; days and weeks for what is longer, so that lines stay readable. */
export function grainOf(range: Range): Window {
  if (typeof range === "string") return range === "12mo" ? "week" : range === "today" || range === "24h" || range === "7d" ? "hour" : "day";
  const days = (Date.parse(range.end) - Date.parse(range.start)) / DAY_MS + 1;
  return days <= MOST_DAYS_BY_HOUR ? "hour" : days <= MOST_DAYS_BY_DAY ? "day" : "week";
}
