// The rows behind a figure: read page by page, once, so that none moves while it is read; what is newer is only counted.
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { conditionParams, readConditions } from "../url/conditions.ts";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get, type Query } from "./client.ts";
import { figuresKey, mayStay, type Owner, POLL_MS } from "./figures.ts";
import { goesOn, joinPages, MOST_PAGES, PAGE_ROWS, type Rows, unseen } from "./rowPages.ts";
import type { EventRow, EventsAnswer } from "./types.ts";

type Read = InfiniteData<EventsAnswer, string | null>;

const PATH = "/api/v1/analytics/events";
/** Newer rows that are told apart; beyond it there are just more. */
export const MOST_NEWER = 50;

/** Which rows: the range, or moments in its place, the filters and the conditions. */
export function rowsAsked(scope: Scope): Query {
  const { range, tz, tenantId, cut, own } = scope;
  const conditions = readConditions(own);
  const span = conditions.moments === null ? rangeParams(range) : {};
  return { ...span, ...cut.filters, ...conditionParams(conditions), tz, tenant_id: tenantId };
}

// Not among the figures, which are asked for anew whenever something changed.
function rowsKey({ tenantId, tz }: Owner, ...question: unknown[]): readonly unknown[] {
  return ["rows", tenantId, tz, ...question];
}

// One function for all renders: another one would join thousands of rows anew each time.
function joined({ pages }: Read): Rows {
  return joinPages(pages);
}

/** The rows, newest first, and more of them on request. */
export function useRows(scope: Scope) {
  const query = rowsAsked(scope);
  return useInfiniteQuery({
    queryKey: rowsKey(scope, query),
    queryFn: ({ pageParam, signal }) => get<EventsAnswer>(PATH, { ...query, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last, pages) => (pages.length < MOST_PAGES ? last.next_cursor : null),
    select: joined,
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    staleTime: Infinity,
  });
}

/** Reads the rows again from the newest on; the first of them stay until the answer comes. */
export function useRowsAnew(scope: Scope): () => Promise<void> {
  const client = useQueryClient();
  const queryKey = rowsKey(scope, rowsAsked(scope));
  return () => {
    client.setQueryData<Read>(queryKey, (read) => read && { pages: read.pages.slice(0, 1), pageParams: read.pageParams.slice(0, 1) });
    return client.refetchQueries({ queryKey, exact: true });
  };
}

/** How many of the newest rows are not among those that were read; none while nothing is read, or nothing newer can come. */
export function useNewer(scope: Scope, rows: Rows | undefined): number {
  const query = rowsAsked(scope);
  const enabled = rows !== undefined && goesOn(rows);
  const { data } = useQuery({
    queryKey: figuresKey(scope, "newest rows", query),
    queryFn: ({ signal }) => get<EventsAnswer>(PATH, { ...query, limit: MOST_NEWER }, signal),
    refetchInterval: POLL_MS,
    enabled,
  });
  return enabled && data && data.as_of > rows.as_of ? unseen(rows.items, data.items) : 0;
}

/** One row, whatever the range. */
export function useEvent(scope: Scope, id: string) {
  return useQuery({
    queryKey: rowsKey(scope, "event", id),
    queryFn: ({ signal }) => get<EventRow>(`${PATH}/${encodeURIComponent(id)}`, { tenant_id: scope.tenantId }, signal),
  });
}
