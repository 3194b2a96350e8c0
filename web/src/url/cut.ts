// How figures are cut: by which dimension, by which one below it, and to which values of others. All of it stands in the
// address, in the API's names.

export const GROUPS = ["provider", "model", "key", "user", "route", "client", "request_type"] as const;
export type GroupBy = (typeof GROUPS)[number];

/** Each dimension's name, and the filter that narrows to one of its values. */
export const GROUP_LABELS: Record<GroupBy, { name: string; many: string; filter: FilterName }> = {
  provider: { name: "Provider", many: "providers", filter: "provider" },
  model: { name: "Model", many: "models", filter: "model" },
  key: { name: "Key", many: "keys", filter: "key_id" },
  user: { name: "User", many: "users", filter: "user_id" },
  route: { name: "Route", many: "routes", filter: "route" },
  client: { name: "Client", many: "clients", filter: "client" },
  request_type: { name: "Kind", many: "kinds of request", filter: "request_type" },
};

export const FILTERS = ["provider", "model", "key_id", "user_id", "route", "client", "request_type"] as const;
export type FilterName = (typeof FILTERS)[number];

/** At most one value of each: what was clicked on. */
export type Filters = Partial<Record<FilterName, string>>;

export interface Cut {
  groupBy: GroupBy;
  /** What a group is told apart by when it is opened; null for the next dimension that is not narrowed. */
  thenBy: GroupBy | null;
  filters: Filters;
}

export const DEFAULT_CUT: Cut = { groupBy: "provider", thenBy: null, filters: {} };

/** Reads a cut from an address; what it does not know is left out. */
export function readCut(params: URLSearchParams): Cut {
  const named = (name: string) => GROUPS.find((group) => group === params.get(name));
  const groupBy = named("group_by") ?? DEFAULT_CUT.groupBy;
  const thenBy = named("then_by");
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value !== null && value !== "") filters[name] = value;
  }
  return { groupBy, thenBy: thenBy === undefined || thenBy === groupBy ? null : thenBy, filters };
}

/** A cut as the address holds it; the default is left out. */
export function cutParams({ groupBy, thenBy, filters }: Cut): Record<string, string> {
  return {
    ...(groupBy === DEFAULT_CUT.groupBy ? {} : { group_by: groupBy }),
    ...(thenBy === null ? {} : { then_by: thenBy }),
    ...filters,
  };
}

/** The dimension that tells apart what is in one group: the chosen one, or the next that is not narrowed yet. */
export function below({ groupBy, thenBy, filters }: Cut): GroupBy | null {
  if (thenBy !== null) return thenBy;
  return GROUPS.find((group) => group !== groupBy && filters[GROUP_LABELS[group].filter] === undefined) ?? null;
}

/** What a click on a group leads to: only its requests, by the next dimension that is not narrowed yet. */
export function narrowed(cut: Cut, key: string): Cut {
  return { groupBy: below(cut) ?? cut.groupBy, thenBy: null, filters: { ...cut.filters, [GROUP_LABELS[cut.groupBy].filter]: key } };
}

/** The same without one filter. */
export function widened(cut: Cut, name: FilterName): Cut {
  return { ...cut, filters: Object.fromEntries(Object.entries(cut.filters).filter(([filter]) => filter !== name)) };
}

/** The filters among these names. */
export function onlyFilters(filters: Filters, names: readonly FilterName[]): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([name]) => names.some((each) => each === name)));
}
