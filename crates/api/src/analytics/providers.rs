//! `GET /api/v1/analytics/providers`: how each provider and model did, and what it cost.

use super::parts::{self, Wish};
use crate::answer::{Coverage, Moment, Percentiles, Period, Usd};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::SPAN;
use crate::question::params::SpanParams;
use crate::state::ApiState;
use axum::extract::State;
use axum::response::Response;
use cache::Metric;
use http::Uri;
use serde::{Deserialize, Serialize};
use store::Dimension;
use utoipa::ToSchema;

/// Where a circuit breaker stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreakerState {
    /// Requests go there.
    Closed,
    /// A few requests go there to see whether it is well again.
    HalfOpen,
    /// None does.
    Open,
}

/// A circuit breaker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Breaker {
    /// Where it stands.
    pub state: BreakerState,
    /// Since when.
    pub since: Moment,
    /// Why, as an error code; null when closed.
    pub reason: Option<String>,
}

/// How attempts went. Counts attempts, not requests: each provider answers for its own.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Performance {
    /// Requests whose final attempt was here.
    pub requests: u64,
    /// Attempts.
    pub attempts: u64,
    /// Attempts that gave a complete answer.
    pub succeeded: u64,
    /// Failures caused by the client; the success rate leaves them out.
    pub failed_client: u64,
    /// All other failures.
    pub failed_other: u64,
    /// Rate limits among them.
    pub rate_limited: u64,
    /// Time-outs among them.
    pub timed_out: u64,
    /// `succeeded` in percent of all but `failed_client`, with two decimals; null without any.
    pub success_percent: Option<f64>,
    /// Milliseconds of successful attempts.
    pub latency_ms: Percentiles,
    /// Milliseconds to the first token of successful streamed attempts.
    pub ttft_ms: Percentiles,
    /// Output tokens a second of successful streamed attempts.
    pub tokens_per_s: Percentiles,
    /// Output tokens of successful attempts.
    pub output_tokens: u64,
    /// What was billed here, as far as it is known; null when nothing that was asked is priced.
    pub cost_usd: Option<Usd>,
    /// What a thousand requests cost here, at the mean of those that are priced (`cost_usd` times 1,000 by
    /// `requests - unpriced`), to the nearest pico-dollar, a half to the even one; null when none is priced.
    pub cost_per_1k_requests_usd: Option<Usd>,
    /// Requests here whose cost is not known.
    pub unpriced: u64,
}

/// One model at a provider.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelRow {
    /// The model.
    pub model: String,
    /// Its breaker, where it has one of its own that is not closed.
    pub breaker: Option<Breaker>,
    /// How it did.
    #[serde(flatten)]
    pub performance: Performance,
}

/// One provider.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProviderRow {
    /// Its name in events.
    pub provider: String,
    /// Its kind, such as `openai`; null if it was never configured here.
    pub kind: Option<String>,
    /// Whether what it answers is made up.
    pub simulated: bool,
    /// Its breaker now; null where the gateway has not met it yet.
    pub breaker: Option<Breaker>,
    /// How it did, all models together.
    #[serde(flatten)]
    pub performance: Performance,
    /// By model, busiest first.
    pub models: Vec<ModelRow>,
}

/// Providers' performance.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProvidersAnswer {
    /// The span; rolling spans are widened to whole UTC hours, on which histograms rest.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the costs know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// The providers that were asked, busiest first.
    pub providers: Vec<ProviderRow>,
}

/// How providers and models did.
#[utoipa::path(get, path = "/api/v1/analytics/providers", tag = "analytics",
    params(SpanParams, ("provider" = Option<Vec<String>>, Query, description = "Only this provider; may be given several times")),
    responses((status = 200, body = ProvidersAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_providers(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, &["provider"]]).await?;
    let span = asked.span("7d")?.widened_to_hours();
    let key = [asked.ask.canonical(&["provider"])];
    let json = parts::kept(&state, &asked, Metric::Providers, &span, &key, || async {
        let filters = asked.ask.filters()?;
        let wish = Wish::of(&span).only(filters.clone()).by(Some(Dimension::ModelRef));
        let ([sums], models) = tokio::try_join!(
            parts::points(&state, &asked, [wish]),
            parts::model_performance(&state, &asked, &span, None, &filters.providers),
        )?;
        let providers = parts::provider_rows(&state, models, &sums);
        let (total, simulated) = parts::total(&sums);
        let coverage = (&total).into();
        Ok(ProvidersAnswer { period: span.shown(), as_of: asked.now.into(), coverage, simulated, providers })
    });
    Ok(parts::respond(&json.await?))
}
