//! The parts that several answers are made of: sums, groups, providers, newest rows, alerts in short.

use super::alerts::{self, AlertStateName};
use super::dashboard::{AlertsSummary, FiringAlert, Headline, TopRow};
use super::providers::{Breaker, BreakerState, ModelRow, Performance, ProviderRow};
use super::series::GroupKind;
use crate::answer::figures::percent;
use crate::answer::{EventRow, Percentiles};
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::span::Span;
use crate::state::ApiState;
use axum::response::{IntoResponse, Response};
use cache::{AnswerKey, Board, BreakerStatus, Metric};
use domain::{ProviderName, Timestamp};
use http::{HeaderValue, header};
use metering::{Grain, Measures, PerfMeasures};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::Arc;
use store::alerts::AlertState;
use store::performance::{PerformancePoint, PerformanceQuery};
use store::rollups::{Point, RollupQuery};
use store::usage::EventQuery;
use store::{Dimension, Filters};

/// Sums that an answer needs.
pub(crate) struct Wish<'a> {
    span: &'a Span,
    grain: Option<Grain>,
    filters: Filters,
    group_by: Option<Dimension>,
}

impl<'a> Wish<'a> {
    /// The sum of a span.
    pub(crate) fn of(span: &'a Span) -> Self {
        Self { span, grain: None, filters: Filters::default(), group_by: None }
    }

    /// One sum a bucket.
    pub(crate) fn in_buckets(self, grain: Grain) -> Self {
        Self { grain: Some(grain), ..self }
    }

    /// One sum a value of a dimension.
    pub(crate) fn by(self, group_by: Option<Dimension>) -> Self {
        Self { group_by, ..self }
    }

    /// Of these rows only.
    pub(crate) fn only(self, filters: Filters) -> Self {
        Self { filters, ..self }
    }

    fn query(self) -> RollupQuery {
        let period = &self.span.period;
        RollupQuery {
            from: period.from,
            to: period.to,
            grain: self.grain,
            zone: period.zone.name().to_owned(),
            filters: self.filters,
            group_by: self.group_by,
        }
    }
}

/// The points of every wish, all of one moment: what an answer shows side by side fits together.
pub(crate) async fn points<const N: usize>(
    state: &ApiState,
    asked: &Asked,
    wishes: [Wish<'_>; N],
) -> Result<[Vec<Point>; N], Problem> {
    let points = state.store.rollups().several(asked.scope, &wishes.map(Wish::query)).await?;
    points.try_into().map_err(|_| Problem::internal())
}

/// The sum of points, and whether any holds sandbox rows.
pub(crate) fn total(points: &[Point]) -> (Measures, bool) {
    (points.iter().map(|point| point.measures).sum(), points.iter().any(|point| point.simulated))
}

/// Points laid into buckets, empty ones included. Nothing is lost: what begins before the first counts in the first.
pub(crate) fn filled<'a>(points: impl Iterator<Item = &'a Point>, starts: &[Timestamp]) -> Vec<(Timestamp, Measures)> {
    let mut sums = vec![Measures::default(); starts.len()];
    for point in points {
        if let Some(sums) = sums.get_mut(bucket_at(starts, point.start)) {
            *sums += point.measures;
        }
    }
    starts.iter().copied().zip(sums).collect()
}

/// Which of the buckets that begin at `starts` a moment falls in; the first also takes what lies before it.
pub(crate) fn bucket_at(starts: &[Timestamp], at: Timestamp) -> usize {
    starts.partition_point(|start| *start <= at).saturating_sub(1)
}

/// Whole-span figures.
pub(crate) async fn headline_of(state: &ApiState, asked: &Asked, span: &Span) -> Result<Headline, Problem> {
    let [points] = points(state, asked, [Wish::of(span)]).await?;
    Ok(headline(span, &points).0)
}

/// Whole-span figures from their points.
pub(crate) fn headline(span: &Span, points: &[Point]) -> (Headline, Measures) {
    let (sums, simulated) = total(points);
    let (coverage, traffic, money) = ((&sums).into(), (&sums).into(), (&sums).into());
    (Headline { period: span.shown(), coverage, simulated, traffic, money }, sums)
}

/// What groups are called.
pub(crate) async fn names(state: &ApiState, asked: &Asked, by: Dimension) -> Result<HashMap<String, String>, Problem> {
    Ok(match by {
        Dimension::Key => {
            let keys = state.store.keys().list(asked.scope).await?;
            keys.into_iter().map(|key| (key.key_id.to_string(), key.name)).collect()
        }
        Dimension::User => {
            let users = state.store.users().list(asked.scope).await?;
            users.into_iter().map(|user| (user.id.to_string(), user.name)).collect()
        }
        _ => HashMap::new(),
    })
}

/// One group of a dimension.
pub(crate) struct Group<'a> {
    pub kind: GroupKind,
    pub key: Option<String>,
    pub label: String,
    pub points: Vec<&'a Point>,
    pub total: Measures,
}

impl Group<'_> {
    /// A group that holds nothing yet.
    pub(crate) fn empty(kind: GroupKind, key: Option<String>, label: &str) -> Self {
        Self { kind, key, label: label.to_owned(), points: Vec::new(), total: Measures::default() }
    }
}

/// The top groups by a weight, then all others as one; together they hold every point.
pub(crate) fn groups<'a>(
    points: &'a [Point],
    names: &HashMap<String, String>,
    top: usize,
    weight: impl Fn(&Measures) -> i128,
) -> Vec<Group<'a>> {
    let mut by_group: BTreeMap<Option<&str>, Vec<&Point>> = BTreeMap::new();
    for point in points {
        by_group.entry(point.group.as_deref()).or_default().push(point);
    }
    let mut groups: Vec<_> = by_group
        .into_iter()
        .map(|(key, points)| {
            let total = points.iter().map(|point| point.measures).sum();
            let label = key.map_or("none", |key| names.get(key).map_or(key, String::as_str)).to_owned();
            let kind = if key.is_some() { GroupKind::Value } else { GroupKind::None };
            Group { kind, key: key.map(str::to_owned), label, points, total }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(weight(&group.total)));
    if groups.len() > top {
        let rest = groups.split_off(top);
        let total = rest.iter().map(|group| group.total).sum();
        let points = rest.into_iter().flat_map(|group| group.points).collect();
        groups.push(Group { kind: GroupKind::Other, key: None, label: "other".to_owned(), points, total });
    }
    groups
}

/// The dearest groups as lines of a table.
pub(crate) fn top_rows(points: &[Point], names: &HashMap<String, String>) -> Vec<TopRow> {
    let row = |group: Group<'_>| {
        let money = crate::answer::Money::from(&group.total);
        TopRow {
            kind: group.kind,
            key: group.key,
            label: group.label,
            requests: group.total.requests,
            tokens: (&group.total.tokens).into(),
            cost_usd: money.cost_usd,
            savings_usd: money.savings_usd,
        }
    };
    groups(points, names, 5, |sums| sums.cost.0).into_iter().map(row).collect()
}

/// How something did, from its attempts and the sums of its requests.
pub(crate) fn performance(perf: &PerfMeasures, sums: &Measures) -> Performance {
    let judged = perf.attempts.saturating_sub(perf.failed_client);
    Performance {
        requests: sums.requests,
        attempts: perf.attempts,
        succeeded: perf.succeeded,
        failed_client: perf.failed_client,
        failed_other: perf.failed_other,
        rate_limited: perf.rate_limited,
        timed_out: perf.timed_out,
        success_percent: percent(perf.succeeded.into(), judged.into()),
        latency_ms: Percentiles::of(&perf.latency_ms, 1),
        ttft_ms: Percentiles::of(&perf.ttft_ms, 1),
        tokens_per_s: Percentiles::of(&perf.tokens_per_s_x10, 10),
        output_tokens: perf.output_tokens,
        cost_usd: crate::answer::Money::from(sums).cost_usd,
        cost_per_1k_requests_usd: sums.cost_per_1k_requests().map(Into::into),
        unpriced: sums.unpriced,
    }
}

/// How models did at providers in a span, which must be whole UTC hours; whole, or in buckets.
pub(crate) async fn model_performance(
    state: &ApiState,
    asked: &Asked,
    span: &Span,
    grain: Option<Grain>,
    only: &[ProviderName],
) -> Result<Vec<PerformancePoint>, Problem> {
    let query = PerformanceQuery {
        from: span.period.from,
        to: span.period.to,
        grain,
        zone: span.period.zone.name().to_owned(),
        providers: only.to_vec(),
    };
    Ok(state.store.performance().series(asked.scope, &query).await?)
}

/// Providers with their models, busiest first, from how models did and from the same span's sums by
/// [`Dimension::ModelRef`].
pub(crate) fn provider_rows(state: &ApiState, models: Vec<PerformancePoint>, sums: &[Point]) -> Vec<ProviderRow> {
    let board = state.health.read();
    let book = state.prices.book();
    // A model's requests may have no attempt by its name (another producer's event, an answer from a cache); a provider's
    // sums hold them all the same.
    let mut of_models: HashMap<&str, Measures> = HashMap::new();
    let mut of_providers: HashMap<&str, Measures> = HashMap::new();
    for (model_ref, measures) in sums.iter().filter_map(|point| Some((point.group.as_deref()?, point.measures))) {
        *of_models.entry(model_ref).or_default() += measures;
        *of_providers.entry(parted(model_ref).0).or_default() += measures;
    }
    let mut providers: BTreeMap<ProviderName, Provider> = BTreeMap::new();
    for point in models {
        let model = point.model;
        let own = of_models.get(format!("{}/{model}", point.provider).as_str()).copied().unwrap_or_default();
        let breaker = board.breakers.get(&(point.provider.clone(), Some(model.clone())));
        let provider = providers.entry(point.provider).or_default();
        provider.performance.merge(&point.measures);
        provider.models.push(ModelRow {
            model: model.to_string(),
            breaker: breaker.filter(|status| status.state != cache::BreakerState::Closed).map(Breaker::from),
            performance: performance(&point.measures, &own),
        });
    }
    let row = |(name, provider): (ProviderName, Provider)| {
        let info = book.provider(&name);
        let sums = of_providers.get(name.as_str()).copied().unwrap_or_default();
        let mut models = provider.models;
        models.sort_by_key(|model| std::cmp::Reverse(model.performance.attempts));
        ProviderRow {
            provider: name.to_string(),
            kind: info.map(|info| info.kind.clone()),
            simulated: info.is_some_and(|info| info.simulated),
            breaker: provider_breaker(&board, &name),
            performance: performance(&provider.performance, &sums),
            models,
        }
    };
    let mut rows: Vec<_> = providers.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.performance.attempts));
    rows
}

/// A group of [`Dimension::ModelRef`] as provider and model. A provider's name holds no slash, a model's may.
pub(crate) fn parted(model_ref: &str) -> (&str, &str) {
    model_ref.split_once('/').unwrap_or((model_ref, ""))
}

/// A provider as its models are met.
#[derive(Default)]
struct Provider {
    performance: PerfMeasures,
    models: Vec<ModelRow>,
}

/// A provider's breaker: its own where that is not closed; else, where none of its known models is served, the mildest of
/// theirs; else closed. None where the gateway knows neither.
pub(crate) fn provider_breaker(board: &Board, provider: &ProviderName) -> Option<Breaker> {
    let own = board.provider(provider);
    if let Some(status) = own.filter(|status| status.state != cache::BreakerState::Closed) {
        return Some(status.into());
    }
    let severity = |status: &BreakerStatus| match status.state {
        cache::BreakerState::Closed => 0,
        cache::BreakerState::HalfOpen => 1,
        cache::BreakerState::Open => 2,
    };
    let mildest = board.models(provider).map(|(_, status)| status).min_by_key(|status| severity(status));
    mildest.filter(|status| severity(status) > 0 || own.is_none()).or(own).map(Breaker::from)
}

impl From<&BreakerStatus> for Breaker {
    fn from(status: &BreakerStatus) -> Self {
        Self {
            state: match status.state {
                cache::BreakerState::Closed => BreakerState::Closed,
                cache::BreakerState::HalfOpen => BreakerState::HalfOpen,
                cache::BreakerState::Open => BreakerState::Open,
            },
            since: status.since.into(),
            reason: status.reason.as_ref().map(ToString::to_string),
        }
    }
}

/// The newest rows, whatever their age.
pub(crate) async fn recent(state: &ApiState, asked: &Asked) -> Result<Vec<EventRow>, Problem> {
    let query = EventQuery::of(Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX), 20);
    Ok(state.store.usage().events(asked.scope, &query).await?.items.iter().map(EventRow::from).collect())
}

/// The times of the first and the last row, in any order; `None` without rows.
pub(crate) async fn extent(state: &ApiState, asked: &Asked) -> Result<Option<(Timestamp, Timestamp)>, Problem> {
    Ok(state.store.usage().span(asked.scope).await?)
}

/// Alerts in short.
pub(crate) async fn alerts_summary(state: &ApiState, asked: &Asked) -> Result<AlertsSummary, Problem> {
    let mut summary = AlertsSummary::default();
    for alert in state.store.alerts().list(asked.scope).await?.into_iter().filter(|alert| alert.enabled) {
        match alert.state {
            AlertState::Ok => summary.ok += 1,
            AlertState::NoData => summary.no_data += 1,
            AlertState::Alert => {
                summary.alert += 1;
                // One that another version wrote still counts; the first screen does not fail for it.
                let Ok(rule) = alerts::stored_rule(&alert) else { continue };
                summary.firing.push(FiringAlert {
                    metric: rule.metric.into(),
                    id: alert.id,
                    name: alert.name,
                    state: AlertStateName::Alert,
                    since: alert.state_since.into(),
                    value: alert.value,
                });
            }
        }
    }
    summary.firing.sort_by_key(|alert| alert.since);
    Ok(summary)
}

/// The answer of a question as JSON: the kept one, or the one computed now.
pub(crate) async fn kept<T, F>(
    state: &ApiState,
    asked: &Asked,
    metric: Metric,
    span: &Span,
    question: &[String],
    compute: impl FnOnce() -> F,
) -> Result<Arc<str>, Problem>
where
    T: Serialize,
    F: Future<Output = Result<T, Problem>>,
{
    let (name, parts) = span.key();
    let version = format!("h{}", state.health.read().version);
    let parts: Vec<String> = parts.into_iter().chain(question.iter().cloned()).chain([version]).collect();
    let key = AnswerKey::new(asked.scope.tenant_id(), metric, &name, &parts);
    let json = || async { serde_json::to_string(&compute().await?).map(Arc::from).map_err(|_| Problem::internal()) };
    state.answers.get(&key, asked.now, json).await
}

/// A kept answer as a response.
pub(crate) fn respond(json: &Arc<str>) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    (kind, json.as_bytes().to_vec()).into_response()
}
