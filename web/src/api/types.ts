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
export type EventsAnswer = Schemas["EventsAnswer"];
export type ExportItem = Schemas["ExportItem"];
export type ExportList = Schemas["ExportList"];
export type GroupKind = Schemas["GroupKind"];
export type Headline = Schemas["Headline"];
export type LiveMessage = Schemas["LiveMessage"];
export type LiveRequest = Schemas["LiveRequest"];
export type LiveUpdate = Schemas["LiveUpdate"];
export type ModelRow = Schemas["ModelRow"];
interface Cost1k {
  cost_per_1k_requests_usd?: string | null;
}
export type Percentiles = Schemas["Percentiles"];
export type Performance = Schemas["Performance"] & Cost1k;
export type Period = Schemas["Period"];
export type ProblemBody = Schemas["Problem"];
export type Provenances = Schemas["Provenances"];
/** How a provider did in one bucket. */
export interface ProviderBucket {
  start: string;
  attempts: number;
  succeeded: number;
  failed_client: number;
  failed_other: number;
  rate_limited: number;
  timed_out: number;
  success_percent: number | null;
  latency_ms: Percentiles;
  ttft_ms: Percentiles;
  tokens_per_s: Percentiles;
  cost_usd: string | null;
}
export interface ProviderSeries {
  provider: string;
  simulated: boolean;
  buckets: ProviderBucket[];
}
/** A time in which a provider, or one model there, was not served; `to` is null while it lasts. */
export interface Outage {
  provider: string;
  model: string | null;
  from: string;
  to: string | null;
  reason: string | null;
  last_state: Breaker["state"];
}
export interface ProvidersSeriesAnswer {
  period: Period;
  as_of: string;
  coverage: Coverage;
  simulated: boolean;
  grain: Window;
  providers: ProviderSeries[];
  outages: Outage[];
}
export type ProvidersAnswer = Schemas["ProvidersAnswer"];
export type ProviderRow = Schemas["ProviderRow"] & Cost1k;
export type Session = Schemas["SessionAnswer"];
export type SignIn = Schemas["SignInBody"];
export type TenantCard = Schemas["TenantCard"];
export type TenantItem = Schemas["TenantItem"];
export type TenantList = Schemas["TenantList"];
export type Tokens = Schemas["Tokens"];
export type TopRow = Schemas["TopRow"];
export type Traffic = Schemas["Traffic"];
/** The span that an answer is compared with. */
export interface UsageCompared {
  period: Period;
  coverage: Coverage;
  simulated: boolean;
  total: Traffic;
  buckets: UsageBucket[];
  groups: Pick<UsageGroup, "kind" | "key" | "label" | "total" | "coverage">[];
}
export type UsageAnswer = Schemas["UsageAnswer"] & { compared: UsageCompared | null };
export type UsageBucket = Schemas["UsageBucket"];
export type UsageGroup = Schemas["UsageGroup"];
export type ViewBody = Schemas["ViewBody"];
export type ViewItem = Schemas["ViewItem"];
export type ViewList = Schemas["ViewList"];
export type Window = Schemas["Window"];
