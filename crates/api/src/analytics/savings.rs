//! `GET /api/v1/analytics/savings`: what was saved, signed, by driver, beside what is not known.

use super::series::CostBucket;
use crate::answer::{Coverage, Driver, Moment, Money, Period, Provenances, Window};
use crate::errors::Problem;
use crate::question::params::{FilterParams, SpanParams};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Savings of a period.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SavingsAnswer {
    /// The span.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// The sums.
    pub total: Money,
    /// The savings by cause, all seven in the ledger's order; they sum to `total.savings_usd`. Empty where that is null.
    pub drivers: Vec<Driver>,
    /// How sure they are.
    pub provenance: Provenances,
    /// How wide the buckets are.
    pub grain: Window,
    /// Over time.
    pub buckets: Vec<CostBucket>,
}

/// What was saved.
#[utoipa::path(get, path = "/api/v1/analytics/savings", tag = "analytics", params(SpanParams, FilterParams),
    responses((status = 200, body = SavingsAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_savings() -> Result<Json<SavingsAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}
