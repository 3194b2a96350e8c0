// Which values a dimension has in the span: what can be narrowed to.
import { useQuery } from "@tanstack/react-query";
import { remember } from "../page/names.ts";
import { GROUP_LABELS, type GroupBy } from "../url/cut.ts";
import { rangeParams } from "../url/range.ts";
import type { Scope } from "../url/scope.ts";
import { get } from "./client.ts";
import { figuresKey } from "./figures.ts";
import type { CostsAnswer } from "./types.ts";

/** The most groups that one answer tells apart. */
const MOST = 50;

export function useValues(scope: Scope, by: GroupBy) {
  const { range, tz, tenantId, cut } = scope;
  const others = { ...cut.filters, [GROUP_LABELS[by].filter]: null };
  const query = { ...rangeParams(range), ...others, tz, tenant_id: tenantId, group_by: by, top: MOST };
  return useQuery({
    queryKey: figuresKey(scope, "values", range, by, others),
    queryFn: ({ signal }) => get<CostsAnswer>("/api/v1/analytics/costs", query, signal).then(remember),
  });
}
