//! `POST /api/v1/analytics/roi-calculator`: what a month may cost and save, from the tenant's own last 30 days or from
//! figures given.

use crate::answer::{Coverage, Moment, Period, Usd};
use crate::errors::Problem;
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to project from. Every field may be left out: then the tenant's own last 30 days count.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoiBody {
    /// What a month costs without Tollkeeper; else the baseline of the last 30 days.
    pub monthly_baseline_usd: Option<Usd>,
    /// Savings expected, in percent of the baseline, -100 to 100; else what was measured in the last 30 days.
    #[schema(example = 32.5)]
    pub savings_percent: Option<f64>,
    /// By how many percent traffic grows a month, -100 to 1000; 0 by default.
    pub monthly_growth_percent: Option<f64>,
    /// What Tollkeeper costs a month; 0 by default.
    pub monthly_fee_usd: Option<Usd>,
    /// What introducing it costs once; 0 by default.
    pub setup_usd: Option<Usd>,
    /// Over how many months, 1 to 60; 12 by default.
    pub months: Option<u32>,
    /// How many developers use it; only for `productivity_usd`.
    pub developers: Option<u32>,
    /// What a developer's hour costs; only for `productivity_usd`.
    pub developer_hour_usd: Option<Usd>,
    /// Minutes a developer saves a working day; only for `productivity_usd`.
    pub minutes_saved_a_day: Option<f64>,
}

/// Where an assumption comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionSource {
    /// The caller gave it.
    Given,
    /// From the tenant's last 30 days.
    Measured,
    /// The calculator's own.
    Default,
}

/// One figure the projection rests on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Assumption {
    /// The field of the request it stands for.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it comes from.
    pub source: AssumptionSource,
}

/// One projection. All money is modelled, never billed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiCase {
    /// `low`, `base` or `high`.
    pub name: String,
    /// Savings, in percent of the baseline.
    pub savings_percent: f64,
    /// An average month's cost through Tollkeeper, its fee not included.
    pub monthly_cost_usd: Usd,
    /// An average month's savings on tokens, signed.
    pub monthly_savings_usd: Usd,
    /// An average month's savings less the fee.
    pub monthly_net_usd: Usd,
    /// All months' net savings less the setup.
    pub total_net_usd: Usd,
    /// Net gain in percent of what was spent on fee and setup; null when nothing is spent.
    pub roi_percent: Option<f64>,
    /// Months until the setup is earned back, with one decimal; null when it never is, 0 when there is none.
    pub payback_months: Option<f64>,
}

/// A projection.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoiAnswer {
    /// The span that measured assumptions come from.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What measured assumptions know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// What it rests on.
    pub assumptions: Vec<Assumption>,
    /// Low, base and high.
    pub cases: Vec<RoiCase>,
    /// Over how many months.
    pub months: u32,
    /// The value of working time saved a month, where asked for: a figure of its own, part of no other.
    pub productivity_usd: Option<Usd>,
}

/// What a month may cost and save.
#[utoipa::path(post, path = "/api/v1/analytics/roi-calculator", tag = "analytics", request_body = RoiBody,
    params(("tenant_id" = Option<uuid::Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = RoiAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn calculate_roi() -> Result<Json<RoiAnswer>, Problem> {
    Err(Problem::unavailable("Not served yet."))
}
