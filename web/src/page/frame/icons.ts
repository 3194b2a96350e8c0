// A sign for each page.
import { Bell, Calculator, ChartColumn, CircleDollarSign, House, List, type LucideIcon, Server, Settings, TrendingUp } from "lucide-react";
import type { PageName } from "../../url/pages.ts";

export const PAGE_ICONS: Record<PageName, LucideIcon> = {
  overview: House,
  costs: CircleDollarSign,
  providers: Server,
  usage: ChartColumn,
  roi: TrendingUp,
  calculator: Calculator,
  alerts: Bell,
  requests: List,
  settings: Settings,
};
