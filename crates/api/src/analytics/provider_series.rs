//! `GET /api/v1/analytics/providers/series`: how providers did over time, and when they were not served.

use super::parts::{self, Wish, bucket_at};
use super::providers::{BreakerState, Performance};
use crate::answer::{Coverage, Moment, Period, Window};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::SPAN;
use crate::question::params::{PerformanceBy, PerformanceParams, SpanParams};
use crate::question::span::Span;
use crate::state::ApiState;
use axum::extract::State;
use axum::response::Response;
use cache::Metric;
use domain::{ProviderName, Timestamp};
use http::Uri;
use metering::{Grain, Measures, PerfMeasures};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Dimension;
use store::outages::{OutageQuery, OutageState};
use store::performance::PerformancePoint;
use store::rollups::Point;
use utoipa::ToSchema;

/// Rows of one answer at most.
const MAX_ROWS: usize = 50;

/// Outages of one answer at most.
const MAX_OUTAGES: usize = 1_000;

/// One bucket of performance.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PerformanceBucket {
    /// When it begins. Buckets in which nothing was asked are there too.
    pub start: Moment,
    /// What happened in it.
    #[serde(flatten)]
    pub performance: Performance,
}

/// One provider, or one model of it, over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PerformanceSeries {
    /// The provider's name in events.
    pub provider: String,
    /// The model; null where all of the provider's are together.
    pub model: Option<String>,
    /// Whether what the provider answers is made up.
    pub simulated: bool,
    /// Over time.
    pub buckets: Vec<PerformanceBucket>,
}

/// A time in which a provider, or one model there, was not served: from the moment its breaker opened until it closed,
/// however often it was tried in between.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OutageItem {
    /// The provider.
    pub provider: String,
    /// The model; null where all of the provider was out.
    pub model: Option<String>,
    /// Since when; may be before the span.
    pub from: Moment,
    /// Until when; null while it lasts.
    pub to: Option<Moment>,
    /// Why, as an error code; null where the gateway did not say.
    pub reason: Option<String>,
    /// Where its breaker stood last before it closed: `open` or `half_open`.
    pub last_state: BreakerState,
}

/// Providers' performance over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProviderSeriesAnswer {
    /// The span, widened to whole UTC hours, on which percentiles rest.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the costs know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// How wide the buckets are.
    pub grain: Window,
    /// The providers that were asked, or the models of one; busiest first, 50 at most.
    pub providers: Vec<PerformanceSeries>,
    /// The outages that overlap the span, newest first, 1,000 at most: of every provider of this installation, or of those
    /// that are named, whether this tenant asked them or not.
    pub outages: Vec<OutageItem>,
}

/// How providers did over time.
#[utoipa::path(get, path = "/api/v1/analytics/providers/series", tag = "analytics", params(SpanParams, PerformanceParams),
    responses((status = 200, body = ProviderSeriesAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_provider_series(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let own: &[&str] = &["provider", "grain", "by"];
    let asked = Asked::new(&state, &caller, &uri, &[SPAN, own]).await?;
    let exact = asked.span("7d")?;
    let only = asked.ask.filters()?.providers;
    let by = by(&asked, &only)?;
    let grain = grain(&asked, &exact)?;
    let starts = exact.few_buckets(grain, asked.now)?;
    let span = exact.clone().widened_to_hours();
    let outages = outages(&state, &span, &only).await?;
    // Outages come and go without any row: what is kept is an answer with these.
    let [ends, _] = exact.key().1;
    let key = ["series".to_owned(), asked.ask.canonical(own), ends, digest(&outages)?];
    let json = parts::kept(&state, &asked, Metric::Providers, &span, &key, || async {
        let filters = asked.ask.filters()?;
        let wish = Wish::of(&span).only(filters).in_buckets(grain).by(Some(Dimension::ModelRef));
        let ([sums], models) = tokio::try_join!(
            parts::points(&state, &asked, [wish]),
            parts::model_performance(&state, &asked, &span, Some(grain), &only),
        )?;
        let (total, simulated) = parts::total(&sums);
        let book = state.prices.book();
        let is_simulated = |name: &ProviderName| book.provider(name).is_some_and(|info| info.simulated);
        Ok(ProviderSeriesAnswer {
            period: span.shown(),
            as_of: asked.now.into(),
            coverage: (&total).into(),
            simulated,
            grain: grain.into(),
            providers: rows(by, &starts, models, &sums, is_simulated),
            outages,
        })
    });
    Ok(parts::respond(&json.await?))
}

fn by(asked: &Asked, only: &[ProviderName]) -> Result<PerformanceBy, Problem> {
    let by = asked.ask.word("by", "provider or model")?.unwrap_or_default();
    if by == PerformanceBy::Model && only.len() != 1 {
        let detail = format!("`by=model` is for one provider, and {} are named.", only.len());
        return Err(Problem::bad("by", detail, "Name one `provider`, or leave `by` out."));
    }
    Ok(by)
}

fn grain(asked: &Asked, span: &Span) -> Result<Grain, Problem> {
    match asked.ask.one("grain")?.map(str::parse).transpose()? {
        Some(Grain::Quarter) => Err(Problem::bad(
            "grain",
            "`quarter` is finer than percentiles are kept.",
            "Ask for hour, day, week or month.",
        )),
        grain => Ok(grain.unwrap_or(span.period.grain)),
    }
}

async fn outages(state: &ApiState, span: &Span, only: &[ProviderName]) -> Result<Vec<OutageItem>, Problem> {
    let (from, to) = (span.period.from, span.period.to);
    let query = OutageQuery { from, to, providers: only.to_vec(), limit: MAX_OUTAGES };
    let item = |outage: store::outages::Outage| OutageItem {
        provider: outage.provider.to_string(),
        model: outage.model.map(|model| model.to_string()),
        from: outage.began_at.into(),
        to: outage.ended_at.map(Into::into),
        reason: outage.reason.map(|reason| reason.to_string()),
        last_state: match outage.last_state {
            OutageState::Open => BreakerState::Open,
            OutageState::HalfOpen => BreakerState::HalfOpen,
        },
    };
    Ok(state.store.outages().list(&query).await?.into_iter().map(item).collect())
}

/// What tells one list of outages from another.
fn digest(outages: &[OutageItem]) -> Result<String, Problem> {
    let json = serde_json::to_vec(outages).map_err(|_| Problem::internal())?;
    Ok(Sha256::digest(json).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Points as rows of buckets, busiest row first. Nothing of a row is lost: what begins before the first bucket counts in the
/// first.
fn rows(
    by: PerformanceBy,
    starts: &[Timestamp],
    models: Vec<PerformancePoint>,
    sums: &[Point],
    is_simulated: impl Fn(&ProviderName) -> bool,
) -> Vec<PerformanceSeries> {
    // Only what is there, until it is known which rows are shown: models are as many as clients name.
    let mut rows: BTreeMap<(ProviderName, String), BTreeMap<usize, (PerfMeasures, Measures)>> = BTreeMap::new();
    let model_of = |model: &str| if by == PerformanceBy::Model { model.to_owned() } else { String::new() };
    for point in models {
        let row = rows.entry((point.provider, model_of(point.model.as_str()))).or_default();
        row.entry(bucket_at(starts, point.start)).or_default().0.merge(&point.measures);
    }
    for point in sums {
        let (provider, model) = parts::parted(point.group.as_deref().unwrap_or_default());
        let Ok(provider) = ProviderName::new(provider) else { continue };
        let row = rows.entry((provider, model_of(model))).or_default();
        row.entry(bucket_at(starts, point.start)).or_default().1 += point.measures;
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    let attempts = |row: &BTreeMap<usize, (PerfMeasures, Measures)>| row.values().map(|(perf, _)| perf.attempts).sum();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse::<u64>(attempts(row)));
    rows.truncate(MAX_ROWS);
    let row = |((provider, model), mut row): ((ProviderName, String), BTreeMap<usize, (PerfMeasures, Measures)>)| {
        let bucket = |(at, start): (usize, &Timestamp)| {
            let (perf, sums) = row.remove(&at).unwrap_or_default();
            PerformanceBucket { start: (*start).into(), performance: parts::performance(&perf, &sums) }
        };
        PerformanceSeries {
            simulated: is_simulated(&provider),
            model: (by == PerformanceBy::Model).then_some(model),
            provider: provider.to_string(),
            buckets: starts.iter().enumerate().map(bucket).collect(),
        }
    };
    rows.into_iter().map(row).collect()
}
