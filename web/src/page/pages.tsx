// The pages that there are, in the order of their links. All but the first are loaded when they are first opened.
import { type ComponentType, lazy } from "react";
import { type PageName, PAGES } from "../url/pages.ts";
import type { PageProps } from "./Around.ts";
import { Overview } from "./overview/Overview.tsx";

export const SCREENS: Partial<Record<PageName, ComponentType<PageProps>>> = {
  overview: Overview,
  costs: lazy(() => import("./costs/Costs.tsx")),
  providers: lazy(() => import("./providers/Providers.tsx")),
  usage: lazy(() => import("./usage/Usage.tsx")),
  roi: lazy(() => import("./roi/Roi.tsx")),
  calculator: lazy(() => import("./calculator/Calculator.tsx")),
  alerts: lazy(() => import("./alerts/Alerts.tsx")),
  settings: lazy(() => import("./settings/Settings.tsx")),
};

export const SHOWN_PAGES = PAGES.filter((page) => SCREENS[page] !== undefined);
