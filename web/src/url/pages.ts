// The pages of the app, by their paths. The server answers each of them with the same document.

export const PAGES = ["overview", "costs"] as const;
export type PageName = (typeof PAGES)[number];

export const PAGE_PATHS: Record<PageName, { path: string; name: string }> = {
  overview: { path: "/", name: "Overview" },
  costs: { path: "/ui/costs", name: "Costs" },
};

/** The page of a path; what is none is the first. */
export function pageOf(pathname: string): PageName {
  return PAGES.find((page) => PAGE_PATHS[page].path === pathname) ?? "overview";
}
