//! `GET|POST /api/v1/analytics/alerts`, `GET|PUT|DELETE …/{id}`: rules, where they stand, and what happened.

use crate::answer::{Coverage, Moment, Period};
use crate::errors::Problem;
use axum::Json;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a rule watches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertMetric {
    /// Known cost in the window, in US dollars.
    Cost,
    /// Failures not caused by the client, in percent of requests.
    ErrorRate,
    /// The 95th percentile of latency, in milliseconds.
    LatencyP95,
}

/// Where a rule stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AlertStateName {
    /// Within its bounds.
    Ok,
    /// Outside them.
    Alert,
    /// Too little data to tell.
    NoData,
}

/// A rule to keep.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertRuleBody {
    /// What its owner calls it, 1 to 100 characters.
    pub name: String,
    /// What it watches.
    pub metric: AlertMetric,
    /// It is an alert when the figure is above this: dollars, percent or milliseconds, as a decimal in a string.
    #[schema(example = "25.00")]
    pub threshold: String,
    /// Over how many minutes up to now, 5 to 44640 (31 days).
    pub window_minutes: u32,
    /// Only this provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Only this model.
    #[serde(default)]
    pub model: Option<String>,
    /// With fewer requests than this in the window there is no telling; 1 by default.
    #[serde(default)]
    pub min_requests: Option<u64>,
    /// Whether it is evaluated; true by default.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// A rule and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertItem {
    /// Its id.
    pub id: Uuid,
    /// The rule.
    #[serde(flatten)]
    pub rule: AlertRuleBody,
    /// Where it stands.
    pub state: AlertStateName,
    /// Since when.
    pub state_since: Moment,
    /// The figure of the last evaluation, in the threshold's unit.
    pub value: Option<String>,
    /// When it was last evaluated.
    pub evaluated_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
}

/// One change of state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertChangeItem {
    /// When.
    pub at: Moment,
    /// From.
    pub from: AlertStateName,
    /// To.
    pub to: AlertStateName,
    /// The figure that caused it.
    pub value: Option<String>,
}

/// Every rule of the tenant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertsAnswer {
    /// Today, in the tenant's zone: what `coverage` is of.
    pub period: Period,
    /// When this was read.
    pub as_of: Moment,
    /// What today's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among today's.
    pub simulated: bool,
    /// The rules, by name.
    pub items: Vec<AlertItem>,
    /// Always null: a tenant's rules fit one page.
    pub next_cursor: Option<String>,
}

/// One rule with its history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertAnswer {
    /// Today, in the tenant's zone: what `coverage` is of.
    pub period: Period,
    /// When this was read.
    pub as_of: Moment,
    /// What today's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among today's.
    pub simulated: bool,
    /// The rule.
    pub alert: AlertItem,
    /// What happened to it, newest first, at most 200.
    pub history: Vec<AlertChangeItem>,
}

/// Every rule and where it stands.
#[utoipa::path(get, path = "/api/v1/analytics/alerts", tag = "alerts",
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn list_alerts() -> Result<Json<AlertsAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Adds a rule.
#[utoipa::path(post, path = "/api/v1/analytics/alerts", tag = "alerts", request_body = AlertRuleBody,
    params(("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 201, body = AlertItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn create_alert() -> Result<(StatusCode, Json<AlertItem>), Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// One rule with its history.
#[utoipa::path(get, path = "/api/v1/analytics/alerts/{id}", tag = "alerts",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_alert() -> Result<Json<AlertAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Replaces a rule; a changed rule starts again at `NO_DATA`.
#[utoipa::path(put, path = "/api/v1/analytics/alerts/{id}", tag = "alerts", request_body = AlertRuleBody,
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = AlertItem), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn replace_alert() -> Result<Json<AlertItem>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}

/// Deletes a rule with its history.
#[utoipa::path(delete, path = "/api/v1/analytics/alerts/{id}", tag = "alerts",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 204), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_alert() -> Result<StatusCode, Problem> {
    Err(Problem::unavailable("Not served yet."))
}
