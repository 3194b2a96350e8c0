//! `GET /api/v1/analytics/dashboard`: all that the first screen needs, in one answer.

use super::alerts::{AlertMetric, AlertStateName};
use super::month_end::{MonthEnd, Needed};
use super::parts::{self, Wish};
use super::providers::ProviderRow;
use super::series::{CostBucket, GroupKind, cost_buckets};
use crate::answer::figures;
use crate::answer::{Coverage, Driver, EventRow, Moment, Money, Period, Provenances, Tokens, Traffic, Usd, Window};
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
use std::collections::HashMap;
use store::Dimension;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose figures these are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TenantCard {
    /// The tenant.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its own zone.
    pub timezone: String,
}

/// The figures of a span, with the span.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Headline {
    /// The span.
    pub period: Period,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// Requests and tokens.
    pub traffic: Traffic,
    /// Money.
    pub money: Money,
}

/// How the period differs from the one before it, in percent with two decimals; null where the one before has nothing to
/// compare with.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Changes {
    /// Of requests.
    pub requests_percent: Option<f64>,
    /// Of cost.
    pub cost_percent: Option<f64>,
    /// Of savings.
    pub savings_percent: Option<f64>,
}

/// Cost and baseline over time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostSeries {
    /// How wide the buckets are.
    pub grain: Window,
    /// The buckets, empty ones included.
    pub buckets: Vec<CostBucket>,
}

/// One line of a table of the dearest.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct TopRow {
    /// What it is.
    pub kind: GroupKind,
    /// The value; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show.
    pub label: String,
    /// Requests.
    pub requests: u64,
    /// Tokens.
    pub tokens: Tokens,
    /// What they cost; null when none is priced.
    pub cost_usd: Option<Usd>,
    /// What they saved; null when none has a baseline.
    pub savings_usd: Option<Usd>,
}

/// An alert that is on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FiringAlert {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: AlertStateName,
    /// Since when.
    pub since: Moment,
    /// What it watches, and so the unit of `value`.
    pub metric: AlertMetric,
    /// The figure of the last evaluation, in the metric's unit.
    pub value: Option<String>,
}

/// Alerts in short.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AlertsSummary {
    /// Rules within their bounds.
    pub ok: u64,
    /// Rules outside them.
    pub alert: u64,
    /// Rules with too little data to tell.
    pub no_data: u64,
    /// Those that are on, longest first; without one whose rule cannot be read.
    pub firing: Vec<FiringAlert>,
}

/// The first screen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DashboardAnswer {
    /// The span of everything that says no other.
    pub period: Period,
    /// When this was computed.
    pub as_of: Moment,
    /// What the period's figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are anywhere in this answer.
    pub simulated: bool,
    /// Whose.
    pub tenant: TenantCard,
    /// The time of the tenant's first row; null when it has none yet.
    pub first_event_at: Option<Moment>,
    /// The time of its newest row.
    pub last_event_at: Option<Moment>,
    /// This calendar month so far.
    pub month: Headline,
    /// How the month may end, modelled; null while there are too few days to tell.
    pub month_end: Option<MonthEnd>,
    /// Why not, and from when, a sentence; null where there is one.
    pub month_end_reason: Option<String>,
    /// Today so far.
    pub today: Headline,
    /// The period.
    pub current: Headline,
    /// The same stretch of the period before it: as long as what has passed of this one.
    pub previous: Headline,
    /// How they differ.
    pub change: Changes,
    /// The period's savings by cause, in the ledger's order; they sum to `current.money.savings_usd`.
    pub drivers: Vec<Driver>,
    /// How sure they are.
    pub provenance: Provenances,
    /// Cost against baseline.
    pub series: CostSeries,
    /// Providers in the period, busiest first, with their breakers now.
    pub providers: Vec<ProviderRow>,
    /// The newest 20 rows, whatever the period.
    pub recent: Vec<EventRow>,
    /// The dearest models, at most 5 and `other`.
    pub top_models: Vec<TopRow>,
    /// The dearest users.
    pub top_users: Vec<TopRow>,
    /// The dearest keys.
    pub top_keys: Vec<TopRow>,
    /// Alerts in short.
    pub alerts: AlertsSummary,
}

/// All that the first screen needs.
#[utoipa::path(get, path = "/api/v1/analytics/dashboard", tag = "analytics", params(SpanParams),
    responses((status = 200, body = DashboardAnswer), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_dashboard(State(state): State<ApiState>, caller: Caller, uri: Uri) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[SPAN]).await?;
    let span = asked.span("30d")?;
    // The answer shows the tenant as it was read up to a second ago: another name is another answer.
    let card = [asked.tenant.name.clone(), asked.tenant.timezone.clone()];
    let json = parts::kept(&state, &asked, Metric::Dashboard, &span, &card, || async {
        let grain = span.period.grain;
        let (of_month, of_today) = (asked.named("mtd")?, asked.named("today")?);
        let (hours, of_previous) = (span.clone().widened_to_hours(), span.previous(asked.now));
        let needed = Needed::of(&asked);
        let [days, before] = needed.wishes();
        let by = |dimension| Wish::of(&span).by(Some(dimension));
        let wishes = [
            Wish::of(&span).in_buckets(grain),
            Wish::of(&of_month),
            Wish::of(&of_today),
            Wish::of(&of_previous),
            Wish::of(&hours).by(Some(Dimension::ModelRef)),
            by(Dimension::Model),
            by(Dimension::User),
            by(Dimension::Key),
            days,
            before,
        ];
        // Side by side, so that it takes no longer than the longest of them.
        let (points, performance, recent, extent, names_of_users, names_of_keys, alerts) = tokio::try_join!(
            parts::points(&state, &asked, wishes),
            parts::model_performance(&state, &asked, &hours, None, &[]),
            parts::recent(&state, &asked),
            parts::extent(&state, &asked),
            parts::names(&state, &asked, Dimension::User),
            parts::names(&state, &asked, Dimension::Key),
            parts::alerts_summary(&state, &asked),
        )?;
        let [points, month, today, previous, model_refs, models, users, keys, days, earlier] = points;
        let month_end = needed.month_end(&asked, &days, &earlier);
        let (current, sums) = parts::headline(&span, &points);
        let (month, _) = parts::headline(&of_month, &month);
        let (today, _) = parts::headline(&of_today, &today);
        let (previous, before) = parts::headline(&of_previous, &previous);
        let change = |now: i128, then: i128| figures::percent(now - then, then.abs());
        Ok(DashboardAnswer {
            period: span.shown(),
            as_of: asked.now.into(),
            coverage: (&sums).into(),
            simulated: current.simulated
                || month.simulated
                || today.simulated
                || recent.iter().any(|row| row.simulated),
            tenant: TenantCard::from(&asked.tenant),
            first_event_at: extent.map(|(one, other)| one.min(other).into()),
            last_event_at: extent.map(|(one, other)| one.max(other).into()),
            month,
            month_end_reason: month_end.as_ref().err().map(ToString::to_string),
            month_end: month_end.ok(),
            today,
            change: Changes {
                requests_percent: change(sums.requests.into(), before.requests.into()),
                cost_percent: change(sums.cost.0, before.cost.0),
                savings_percent: change(sums.saved().0, before.saved().0),
            },
            current,
            previous,
            drivers: figures::drivers(&sums),
            provenance: (&sums).into(),
            series: CostSeries {
                grain: grain.into(),
                buckets: cost_buckets(points.iter(), &span.buckets(grain, asked.now)),
            },
            providers: parts::provider_rows(&state, performance, &model_refs),
            recent,
            top_models: parts::top_rows(&models, &HashMap::new()),
            top_users: parts::top_rows(&users, &names_of_users),
            top_keys: parts::top_rows(&keys, &names_of_keys),
            alerts,
        })
    });
    Ok(parts::respond(&json.await?))
}

impl From<&store::Tenant> for TenantCard {
    fn from(tenant: &store::Tenant) -> Self {
        Self { id: tenant.id.0, name: tenant.name.clone(), timezone: tenant.timezone.clone() }
    }
}
