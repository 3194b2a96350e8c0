//! The figures that an alert rule watches: now, exact to the millisecond, and in the past, a step at a time.

mod past;

pub use past::{Past, past};

use crate::error::Result;
use crate::fold::{HOUR_MS, QUARTER_MS};
use crate::performance::{PerformancePoint, PerformanceQuery};
use crate::rollups::{Point, RollupQuery};
use crate::usage::EventQuery;
use crate::{Filters, Store, TenantScope};
use domain::Timestamp;
use metering::alert::{Figures, Rule};
use metering::{Grain, LedgerRow, Measures, PerfMeasures, contributions, perf_contributions};

/// Rows read at most. A window that begins among more begins a little earlier instead, where its sums begin.
const ROWS: usize = 50_000;

/// What the rows of a span add up to.
#[derive(Default)]
pub(crate) struct Folded {
    pub(crate) measures: Measures,
    pub(crate) performance: PerfMeasures,
    /// Whether there were more than [`ROWS`]; the newest are here.
    cut: bool,
}

/// What happened in the window of `rule` that ends at `now`: whole quarter hours (whole hours, for percentiles) from sums,
/// what lies before the first of them from rows.
///
/// # Errors
/// What the store says.
pub async fn figures(store: &dyn Store, scope: TenantScope, rule: &Rule, now: Timestamp) -> Result<Figures> {
    let from = now.plus_millis(-i64::from(rule.window_minutes) * 60_000);
    if !rule.has_a_past() {
        // Only rows know. Of very many, the newest say enough of a quantile.
        let folded = from_rows(store, scope, rule, from, now).await?;
        return Ok(Figures::of(&folded.measures, &folded.performance));
    }
    let width_ms = if rule.metric.is_percentile() { HOUR_MS } else { QUARTER_MS };
    let first_whole = from.plus_millis(width_ms - 1).floor_to(width_ms);
    let mut head = from_rows(store, scope, rule, from, first_whole.min(now)).await?;
    let mut begin = first_whole;
    if head.cut {
        head = Folded::default();
        begin = from.floor_to(width_ms);
    }
    if begin < now {
        let points = sums(store, scope, rule, (begin, now), None).await?;
        head.measures += points.into_iter().map(|point| point.measures).sum();
        if rule.metric.is_percentile() {
            for point in performance(store, scope, rule, (begin, now), None).await? {
                head.performance.merge(&point.measures);
            }
        }
    }
    Ok(Figures::of(&head.measures, &head.performance))
}

/// The sums of what a rule watches.
async fn sums(
    store: &dyn Store,
    scope: TenantScope,
    rule: &Rule,
    (from, to): (Timestamp, Timestamp),
    grain: Option<Grain>,
) -> Result<Vec<Point>> {
    let filters = Filters {
        providers: rule.provider.iter().cloned().collect(),
        models: rule.model.iter().cloned().collect(),
        routes: rule.route.iter().cloned().collect(),
        ..Filters::default()
    };
    let query = RollupQuery { from, to, grain, zone: "UTC".into(), filters, group_by: None };
    store.rollups().series(scope, &query).await
}

/// The histograms of what a rule watches; they know nothing of its route.
async fn performance(
    store: &dyn Store,
    scope: TenantScope,
    rule: &Rule,
    (from, to): (Timestamp, Timestamp),
    grain: Option<Grain>,
) -> Result<Vec<PerformancePoint>> {
    let providers = rule.provider.iter().cloned().collect();
    let query = PerformanceQuery { from, to, grain, zone: "UTC".into(), providers };
    let mut points = store.performance().series(scope, &query).await?;
    points.retain(|point| rule.counts(&point.provider, &point.model));
    Ok(points)
}

async fn from_rows(
    store: &dyn Store,
    scope: TenantScope,
    rule: &Rule,
    from: Timestamp,
    to: Timestamp,
) -> Result<Folded> {
    let mut query = EventQuery {
        // A failed attempt at another provider stands in a row of the final one, so only the route is asked for here.
        filters: Filters { routes: rule.route.iter().cloned().collect(), ..Filters::default() },
        ..EventQuery::of(from, to, 1_000)
    };
    let mut folded = Folded::default();
    let mut read = 0;
    loop {
        let page = store.usage().events(scope, &query).await?;
        read += page.items.len();
        page.items.iter().for_each(|row| add(rule, row, &mut folded));
        match page.next {
            Some(cursor) if read < ROWS => query.after = Some(cursor),
            next => {
                folded.cut = next.is_some();
                return Ok(folded);
            }
        }
    }
}

/// Adds what a rule watches of a row.
pub(crate) fn add(rule: &Rule, row: &LedgerRow, folded: &mut Folded) {
    for (dims, sums) in contributions(row) {
        if rule.counts(&dims.provider, &dims.model) {
            folded.measures += sums;
        }
    }
    for (dims, sums) in perf_contributions(&row.event) {
        if rule.counts(&dims.provider, &dims.model) {
            folded.performance.merge(&sums);
        }
    }
}
