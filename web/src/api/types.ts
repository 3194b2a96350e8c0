// Short names for the generated types of the API.
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type AlertAnswer = Schemas["AlertAnswer"];
export type AlertChange = Schemas["AlertChangeItem"];
export type AlertComparison = Schemas["AlertComparison"];
export type AlertItem = Schemas["AlertItem"];
export type AlertMetric = Schemas["AlertMetric"];
/** One look at a rule's figure; null where there is too little data to tell. */
export interface AlertPoint {
  at: string;
  value: string | null;
  state: Schemas["AlertStateName"];
}
/** What a rule would have done. */
export interface AlertPreview {
  period: Schemas["Period"];
  as_of: string;
  coverage: Schemas["Coverage"];
  simulated: boolean;
  step_minutes: number;
  points: AlertPoint[];
  changes: Schemas["AlertChangeItem"][];
  alerts: number;
  minutes_in_alert: number;
  notes: string[];
}
export type AlertRule = Schemas["AlertRuleBody"];
export type AlertsAnswer = Schemas["AlertsAnswer"];
export type AlertsSummary = Schemas["AlertsSummary"];
export type AlertState = Schemas["AlertStateName"];
export type Breaker = Schemas["Breaker"];
export type CostBucket = Schemas["CostBucket"];
export type CostGroup = Schemas["CostGroup"];
export type CostsAnswer = Schemas["CostsAnswer"];
export type CostSeries = Schemas["CostSeries"];
export type Coverage = Schemas["Coverage"];
export type Dashboard = Schemas["DashboardAnswer"];
export type Driver = Schemas["Driver"];
export type DriverName = Schemas["DriverName"];
export type EventRow = Schemas["EventRow"];
export type GroupKind = Schemas["GroupKind"];
export type Headline = Schemas["Headline"];
export type LiveMessage = Schemas["LiveMessage"];
export type LiveRequest = Schemas["LiveRequest"];
export type LiveUpdate = Schemas["LiveUpdate"];
export type ModelRow = Schemas["ModelRow"];
export type Outage = Schemas["OutageItem"];
export type Percentiles = Schemas["Percentiles"];
export type Performance = Schemas["Performance"];
export type Period = Schemas["Period"];
export type ProblemBody = Schemas["Problem"];
export type Provenances = Schemas["Provenances"];
export type ProviderBucket = Schemas["PerformanceBucket"];
export type ProviderSeries = Schemas["PerformanceSeries"];
export type ProviderSeriesAnswer = Schemas["ProviderSeriesAnswer"];
export type ProvidersAnswer = Schemas["ProvidersAnswer"];
export type ProviderRow = Schemas["ProviderRow"];
export type Session = Schemas["SessionAnswer"];
export type SignIn = Schemas["SignInBody"];
export type TenantCard = Schemas["TenantCard"];
export type TenantItem = Schemas["TenantItem"];
export type TenantList = Schemas["TenantList"];
export type Tokens = Schemas["Tokens"];
export type TopRow = Schemas["TopRow"];
export type Traffic = Schemas["Traffic"];
export type UsageAnswer = Schemas["UsageAnswer"];
export type UsageBucket = Schemas["UsageBucket"];
export type UsageGroup = Schemas["UsageGroup"];
export type Window = Schemas["Window"];
