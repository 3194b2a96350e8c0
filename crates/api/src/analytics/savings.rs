//! `GET /api/v1/analytics/savings`: what was saved, signed, by driver, beside what is not known.

use super::parts::{self, Wish};
use super::series::{CostBucket, cost_buckets};
use crate::answer::figures;
use crate::answer::{Coverage, Driver, Moment, Money, Period, Provenances, Window};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::{FILTERS, SPAN};
use crate::question::params::{FilterParams, SpanParams};
use crate::state::ApiState;
use axum::extract::State;
use axum::response::Response;
use cache::Metric;
use http::Uri;
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
pub async fn get_savings(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, FILTERS]).await?;
    let span = asked.span("30d")?;
    let key = [asked.ask.canonical(FILTERS)];
    let json = parts::kept(&state, &asked, Metric::Savings, &span, &key, || async {
        let grain = span.period.grain;
        let wish = Wish::of(&span).in_buckets(grain).only(asked.ask.filters()?);
        let [points] = parts::points(&state, &asked, [wish]).await?;
        let (total, simulated) = parts::total(&points);
        Ok(SavingsAnswer {
            period: span.shown(),
            as_of: asked.now.into(),
            coverage: (&total).into(),
            simulated,
            total: (&total).into(),
            drivers: figures::drivers(&total),
            provenance: (&total).into(),
            grain: grain.into(),
            buckets: cost_buckets(points.iter(), &span.buckets(grain, asked.now)),
        })
    });
    Ok(parts::respond(&json.await?))
}
