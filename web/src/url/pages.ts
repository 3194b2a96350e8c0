// The pages of the app: their paths, and which of the header's choices they take. The server answers each path with the same
// document.
import { FILTERS, type FilterName } from "./cut.ts";

export const PAGES = ["overview", "costs", "providers", "usage", "roi", "calculator", "alerts", "requests", "settings"] as const;
export type PageName = (typeof PAGES)[number];

interface PageFacts {
  path: string;
  name: string;
  /** Whether the range in the header says which figures are shown. */
  range: boolean;
  /** Whether a second span can stand beside the first. */
  compare: boolean;
  /** The filters that narrow its figures; others stay in the address for the pages that take them. */
  filters: readonly FilterName[];
  /** Parameters of the address that are this page's alone; they are gone when it is left. */
  own: readonly string[];
}

const PLAIN = { range: false, compare: false, filters: [], own: [] };

export const PAGE_FACTS: Record<PageName, PageFacts> = {
  overview: { ...PLAIN, path: "/", name: "Overview", range: true },
  costs: { path: "/ui/costs", name: "Costs", range: true, compare: true, filters: FILTERS, own: [] },
  providers: { ...PLAIN, path: "/ui/providers", name: "Providers", range: true, filters: ["provider"], own: ["by", "metric", "sort", "open"] },
  usage: { path: "/ui/usage", name: "Usage", range: true, compare: true, filters: FILTERS, own: ["measure"] },
  roi: { ...PLAIN, path: "/ui/roi", name: "ROI" },
  calculator: {
    ...PLAIN,
    path: "/ui/calculator",
    name: "Calculator",
    own: ["requests", "input", "output", "current", "to", "platform", "setup", "minutes", "hourly"],
  },
  alerts: { ...PLAIN, path: "/ui/alerts", name: "Alerts", own: ["new", "edit", "past"] },
  requests: {
    ...PLAIN,
    path: "/ui/requests",
    name: "Requests",
    range: true,
    filters: FILTERS,
    own: ["succeeded", "error_code", "priced", "session_id", "from", "to", "event"],
  },
  settings: { ...PLAIN, path: "/ui/settings", name: "Settings", own: ["catalogue", "find", "whose"] },
};

/** The page of a path and what follows it, as `/ui/alerts/{id}`; what is none is the first. */
export function pageOf(pathname: string): { page: PageName; sub: string | null } {
  for (const page of PAGES) {
    const { path } = PAGE_FACTS[page];
    if (pathname === path) return { page, sub: null };
    if (page !== "overview" && pathname.startsWith(`${path}/`)) {
      return { page, sub: pathname.slice(path.length + 1) || null };
    }
  }
  return { page: "overview", sub: null };
}
