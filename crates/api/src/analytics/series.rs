//! `GET /api/v1/analytics/costs` and `/usage`: sums over time, whole and by group.

use crate::answer::{Coverage, Moment, Money, Period, Traffic, Window};
use crate::errors::Problem;
use crate::question::params::{FilterParams, GroupBy, PlaceParams, SeriesParams, SpanParams};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One bucket of costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostBucket {
    /// When it begins. Buckets without requests are there too, with zeros.
    pub start: Moment,
    /// Requests in it.
    pub requests: u64,
    /// Their money.
    #[serde(flatten)]
    pub money: Money,
}

/// What a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// One value of the dimension.
    Value,
    /// Requests that have no value of it.
    None,
    /// All groups beyond the top ones.
    Other,
}

/// One group's costs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostGroup {
    /// What this group is.
    pub kind: GroupKind,
    /// The value: a name or an id; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show: a key's or user's own name where there is one.
    pub label: String,
    /// The group's sums over the period.
    pub total: Money,
    /// What they know.
    pub coverage: Coverage,
    /// Over time.
    pub buckets: Vec<CostBucket>,
}

/// Cost over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostsAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// How wide the buckets are.
    pub grain: Window,
    /// What the groups are, if asked.
    pub group_by: Option<GroupBy>,
    /// The sums over the period.
    pub total: Money,
    /// Over time, all groups together.
    pub buckets: Vec<CostBucket>,
    /// The groups, dearest first, then `other`; they sum to the total.
    pub groups: Vec<CostGroup>,
}

/// One bucket of usage.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageBucket {
    /// When it begins.
    pub start: Moment,
    /// What happened in it.
    #[serde(flatten)]
    pub traffic: Traffic,
}

/// One group's usage.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageGroup {
    /// What this group is.
    pub kind: GroupKind,
    /// The value; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show.
    pub label: String,
    /// The group's sums over the period.
    pub total: Traffic,
    /// What they know.
    pub coverage: Coverage,
    /// Over time.
    pub buckets: Vec<UsageBucket>,
}

/// Requests and tokens over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UsageAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// How wide the buckets are.
    pub grain: Window,
    /// What the groups are, if asked.
    pub group_by: Option<GroupBy>,
    /// The sums over the period.
    pub total: Traffic,
    /// Over time, all groups together.
    pub buckets: Vec<UsageBucket>,
    /// The groups, busiest first, then `other`; they sum to the total.
    pub groups: Vec<UsageGroup>,
}

/// Cost over time, the period in the query.
#[utoipa::path(get, path = "/api/v1/analytics/costs", tag = "analytics", params(SpanParams, SeriesParams, FilterParams),
    responses((status = 200, body = CostsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_costs() -> Result<Json<CostsAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Cost over time, the period in the path.
#[utoipa::path(get, path = "/api/v1/analytics/costs/{period}", tag = "analytics",
    params(("period" = String, Path, description = "`today`, `24h`, `7d`, `30d`, `90d`, `mtd` or `12mo`"), PlaceParams, SeriesParams, FilterParams),
    responses((status = 200, body = CostsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_costs_of_period() -> Result<Json<CostsAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Requests and tokens over time.
#[utoipa::path(get, path = "/api/v1/analytics/usage", tag = "analytics", params(SpanParams, SeriesParams, FilterParams),
    responses((status = 200, body = UsageAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_usage() -> Result<Json<UsageAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}
