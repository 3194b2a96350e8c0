// Short names for the generated types of the API.
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type AlertsSummary = Schemas["AlertsSummary"];
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
export type Headline = Schemas["Headline"];
export type LiveMessage = Schemas["LiveMessage"];
export type LiveRequest = Schemas["LiveRequest"];
export type LiveUpdate = Schemas["LiveUpdate"];
export type ModelRow = Schemas["ModelRow"];
export type Percentiles = Schemas["Percentiles"];
export type Performance = Schemas["Performance"];
export type Period = Schemas["Period"];
export type ProblemBody = Schemas["Problem"];
export type Provenances = Schemas["Provenances"];
export type ProviderRow = Schemas["ProviderRow"];
export type Session = Schemas["SessionAnswer"];
export type SignIn = Schemas["SignInBody"];
export type TenantCard = Schemas["TenantCard"];
export type TenantItem = Schemas["TenantItem"];
export type TenantList = Schemas["TenantList"];
export type TopRow = Schemas["TopRow"];
export type Window = Schemas["Window"];
