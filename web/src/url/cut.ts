// How costs are cut: by which dimension, and to which values of others. All of it stands in the address, in the API's names.

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
  filters: Filters;
}

export const DEFAULT_CUT: Cut = { groupBy: "provider", filters: {} };

/** Reads a cut from an address; what it does not know is left out. */
export function readCut(params: URLSearchParams): Cut {
  const groupBy = GROUPS.find((name) => name === params.get("group_by")) ?? DEFAULT_CUT.groupBy;
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value !== null && value !== "") filters[name] = value;
  }
  return { groupBy, filters };
}

/** A cut as the address holds it; the default is left out. */
export function cutParams({ groupBy, filters }: Cut): Record<string, string> {
  return groupBy === DEFAULT_CUT.groupBy ? { ...filters } : { group_by: groupBy, ...filters };
}

/** What a click on a group leads to: only its requests, by the next dimension that is not narrowed yet. */
export function narrowed({ groupBy, filters }: Cut, key: string): Cut {
  const narrower: Filters = { ...filters, [GROUP_LABELS[groupBy].filter]: key };
  const next = GROUPS.find((group) => narrower[GROUP_LABELS[group].filter] === undefined);
  return { groupBy: next ?? groupBy, filters: narrower };
}

/** The same without one filter. */
export function widened({ groupBy, filters }: Cut, name: FilterName): Cut {
  return { groupBy, filters: Object.fromEntries(Object.entries(filters).filter(([filter]) => filter !== name)) };
}
