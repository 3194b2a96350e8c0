//! `GET /api/v1/metrics/current`: the tenant's last five minutes, from its rows.

use crate::answer::{Coverage, Moment, Money, Percentiles, Period, Traffic};
use crate::errors::Problem;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One provider in the last five minutes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CurrentProvider {
    /// The provider.
    pub provider: String,
    /// What it answered.
    pub traffic: Traffic,
    /// What that cost.
    pub money: Money,
    /// Milliseconds of successful requests.
    pub latency_ms: Percentiles,
}

/// The last five minutes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CurrentAnswer {
    /// The five minutes.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// Whether there were more rows than are read at once (50,000): the figures are then of the newest of them only.
    pub truncated: bool,
    /// Requests a minute, with one decimal.
    pub requests_per_minute: f64,
    /// Requests and tokens.
    pub traffic: Traffic,
    /// Their money.
    pub money: Money,
    /// Milliseconds of successful requests.
    pub latency_ms: Percentiles,
    /// By provider, busiest first.
    pub providers: Vec<CurrentProvider>,
}

/// The tenant's last five minutes.
#[utoipa::path(get, path = "/api/v1/metrics/current", tag = "analytics",
    params(("tz" = Option<String>, Query, description = "The IANA zone named in the answer"), ("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = CurrentAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_current() -> Result<Json<CurrentAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}
