//! `GET /api/v1/metrics/current`: the tenant's last five minutes, from its rows.

use crate::answer::figures::tenths;
use crate::answer::{Coverage, Moment, Money, Percentiles, Period, Traffic};
use crate::auth::Caller;
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::ask::PLACE;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use domain::ProviderName;
use http::Uri;
use metering::{Histogram, LedgerRow, Measures, contributions};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::usage::EventQuery;
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
pub async fn get_current(
    State(state): State<ApiState>,
    caller: Caller,
    uri: Uri,
) -> Result<Json<CurrentAnswer>, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[PLACE]).await?;
    let from = asked.now.plus_millis(-300_000);
    let mut query = EventQuery::of(from, asked.now.plus_millis(1), 1_000);
    let mut all = Tally::default();
    let mut providers: BTreeMap<ProviderName, Tally> = BTreeMap::new();
    let mut truncated = true;
    for _ in 0..MAX_PAGES {
        let page = state.store.usage().events(asked.scope, &query).await?;
        for row in &page.items {
            all.simulated |= row.event.simulated;
            let own = providers.entry(row.event.provider.clone()).or_default();
            for tally in [&mut all, own] {
                tally.time(row);
            }
            for (dims, sums) in contributions(row) {
                all.sums += sums;
                providers.entry(dims.provider).or_default().sums += sums;
            }
        }
        query.after = page.next;
        if query.after.is_none() {
            truncated = false;
            break;
        }
    }
    let mut rows: Vec<_> = providers
        .into_iter()
        .map(|(provider, tally)| CurrentProvider {
            provider: provider.to_string(),
            traffic: (&tally.sums).into(),
            money: (&tally.sums).into(),
            latency_ms: Percentiles::of(&tally.latency_ms, 1),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.traffic.requests));
    let period = Period { name: None, from: from.into(), to: asked.now.into(), tz: asked.zone.name().to_owned() };
    Ok(Json(CurrentAnswer {
        period,
        as_of: asked.now.into(),
        coverage: (&all.sums).into(),
        simulated: all.simulated,
        truncated,
        requests_per_minute: tenths(all.sums.requests, 5).unwrap_or_default(),
        traffic: (&all.sums).into(),
        money: (&all.sums).into(),
        latency_ms: Percentiles::of(&all.latency_ms, 1),
        providers: rows,
    }))
}

/// Pages read at most: 50,000 rows.
const MAX_PAGES: usize = 50;

#[derive(Default)]
struct Tally {
    sums: Measures,
    latency_ms: Histogram,
    simulated: bool,
}

impl Tally {
    fn time(&mut self, row: &LedgerRow) {
        if row.event.succeeded {
            self.latency_ms.record(row.event.latency_ms);
        }
    }
}
