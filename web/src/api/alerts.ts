// Alert rules: where they stand, what happened to one, keeping and deleting one, and what one would have done.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Scope } from "../url/scope.ts";
import { get, post, put, remove } from "./client.ts";
import { FIGURES, figuresKey, mayStay, type Owner, POLL_MS } from "./figures.ts";
import type { AlertAnswer, AlertItem, AlertPreview, AlertRule, AlertsAnswer } from "./types.ts";

const PATH = "/api/v1/analytics/alerts";
const PREVIEW = "alert-preview";
/** The past is looked at in quarters of an hour, so it need not be asked about often. */
const PREVIEW_POLL_MS = 120_000;

/** The spans of the past that a rule can be held against. */
export const PASTS = ["7d", "30d"] as const;
export type Past = (typeof PASTS)[number];

/** Every rule. */
export function useAlerts(scope: Scope) {
  const { tenantId } = scope;
  return useQuery({
    queryKey: figuresKey(scope, "alerts"),
    queryFn: ({ signal }) => get<AlertsAnswer>(PATH, { tenant_id: tenantId }, signal),
    refetchInterval: POLL_MS,
  });
}

/** One rule with its history. */
export function useAlert(scope: Scope, id: string) {
  const { tenantId } = scope;
  return useQuery({
    queryKey: figuresKey(scope, "alert", id),
    queryFn: ({ signal }) => get<AlertAnswer>(`${PATH}/${encodeURIComponent(id)}`, { tenant_id: tenantId }, signal),
    refetchInterval: POLL_MS,
  });
}

/** Adds a rule, or replaces the one of that id. */
export function useKeepAlert({ tenantId }: Owner) {
  const client = useQueryClient();
  return useMutation({
    // One after the other: what was said last holds.
    scope: { id: "keep-alert" },
    mutationFn: ({ id, rule }: { id: string | null; rule: AlertRule }) =>
      id === null ? post<AlertItem>(PATH, rule, { tenant_id: tenantId }) : put<AlertItem>(`${PATH}/${id}`, rule, { tenant_id: tenantId }),
    onSuccess: () => client.invalidateQueries({ queryKey: FIGURES }),
  });
}

/** Deletes a rule with its history. Who calls it leaves its page, and then asks for the figures again. */
export function useDeleteAlert({ tenantId }: Owner) {
  return useMutation({ mutationFn: (id: string) => remove(`${PATH}/${id}`, { tenant_id: tenantId }) });
}

/** What was asked beside what was answered: a figure drawn in the unit of another rule would be wrong. */
export interface Previewed {
  rule: AlertRule;
  answer: AlertPreview;
}

/** What a rule would have done; nothing is asked without one. News of the socket does not repeat it: the past stands still. */
export function useAlertPreview(scope: Scope, given: AlertRule | null, past: Past) {
  const { tenantId, tz } = scope;
  // Neither what it is called nor whether it is on changes what it would have done.
  const rule = given === null ? null : { ...given, name: PREVIEW, enabled: true };
  return useQuery({
    queryKey: [PREVIEW, tenantId, tz, past, rule],
    queryFn: async ({ signal }): Promise<Previewed | null> => {
      if (rule === null) return null;
      return { rule, answer: await post<AlertPreview>(`${PATH}/preview`, rule, { period: past, tz, tenant_id: tenantId }, signal) };
    },
    placeholderData: (data, before) => (mayStay(scope, before?.queryKey) ? data : undefined),
    enabled: rule !== null,
    staleTime: PREVIEW_POLL_MS,
    refetchInterval: PREVIEW_POLL_MS,
  });
}
