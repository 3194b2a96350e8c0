// The shapes of the ROI's answers, until the generated ones have them.
import type { Coverage, Period, Window } from "./types.ts";

export interface PlatformCost {
  monthly_usd: string;
  setup_usd: string;
  since: string | null;
}

export interface RoiBucket {
  start: string;
  savings_usd: string | null;
  cost_usd: string | null;
  baseline_usd: string | null;
  platform_cost_usd: string;
  cumulative_savings_usd: string;
  cumulative_platform_usd: string;
  cumulative_net_usd: string;
}

export interface ForecastBand {
  low: string;
  base: string;
  high: string;
}

export interface RoiForecast {
  method: string;
  basis_days: number;
  until: string;
  buckets: { start: string; low_net_usd: string; base_net_usd: string; high_net_usd: string }[];
  pays_back_on: { low: string | null; base: string | null; high: string | null };
  month_end: { cost_usd: ForecastBand | null; savings_usd: ForecastBand | null; spent_so_far_usd: string | null; saved_so_far_usd: string | null };
}

export interface RoiTimeline {
  period: Period;
  as_of: string;
  coverage: Coverage;
  simulated: boolean;
  grain: Window;
  platform: PlatformCost;
  buckets: RoiBucket[];
  paid_back_on: string | null;
  net_usd: string;
  forecast: RoiForecast | null;
  forecast_reason: string | null;
}
