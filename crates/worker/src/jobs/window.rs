//! The figures of a rule's window, exact to the millisecond: whole quarter hours (whole hours, for latency) from sums,
//! what lies before the first of them from rows.

use crate::Context;
use crate::context::HOUR_MS;
use domain::{TenantId, Timestamp};
use metering::alert::{Figures, Metric, Rule};
use metering::{LedgerRow, Measures, PerfMeasures, contributions, perf_contributions};
use store::performance::PerformanceQuery;
use store::rollups::RollupQuery;
use store::scope::WorkerProof;
use store::usage::EventQuery;
use store::{Filters, StoreError};

/// Rows read at most. A window that begins among more begins a little earlier instead, where its sums begin.
const ROWS: usize = 50_000;

const QUARTER_MS: i64 = HOUR_MS / 4;

/// What the rows of a span add up to.
#[derive(Default)]
struct Folded {
    measures: Measures,
    performance: PerfMeasures,
    /// Whether there were more than [`ROWS`]; the newest are here.
    cut: bool,
}

/// What happened in the window of `rule` that ends at `now`.
pub(super) async fn figures(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    now: Timestamp,
) -> Result<Figures, StoreError> {
    let from = now.plus_millis(-i64::from(rule.window_minutes) * 60_000);
    let of_latency = matches!(rule.metric, Metric::LatencyP95 | Metric::TtftP95);
    if of_latency && rule.route.is_some() {
        // Histograms are not kept apart by route, so only rows know. Of very many, the newest say enough of a quantile.
        let folded = from_rows(context, tenant, rule, from, now).await?;
        return Ok(Figures::of(&folded.measures, &folded.performance));
    }
    let width_ms = if of_latency { HOUR_MS } else { QUARTER_MS };
    let first_whole = from.plus_millis(width_ms - 1).floor_to(width_ms);
    let mut head = from_rows(context, tenant, rule, from, first_whole.min(now)).await?;
    let mut begin = first_whole;
    if head.cut {
        head = Folded::default();
        begin = from.floor_to(width_ms);
    }
    if begin < now {
        head.measures += sums(context, tenant, rule, begin, now).await?;
        if of_latency {
            head.performance.merge(&performance(context, tenant, rule, begin, now).await?);
        }
    }
    Ok(Figures::of(&head.measures, &head.performance))
}

async fn sums(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    from: Timestamp,
    to: Timestamp,
) -> Result<Measures, StoreError> {
    let filters = Filters {
        providers: rule.provider.iter().cloned().collect(),
        models: rule.model.iter().cloned().collect(),
        routes: rule.route.iter().cloned().collect(),
        ..Filters::default()
    };
    let query = RollupQuery { from, to, grain: None, zone: "UTC".into(), filters, group_by: None };
    let points = context.store().rollups().series(WorkerProof.scope(tenant), &query).await?;
    Ok(points.into_iter().map(|point| point.measures).sum())
}

async fn performance(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    from: Timestamp,
    to: Timestamp,
) -> Result<PerfMeasures, StoreError> {
    let providers = rule.provider.iter().cloned().collect();
    let query = PerformanceQuery { from, to, grain: None, zone: "UTC".into(), providers };
    let mut merged = PerfMeasures::default();
    for point in context.store().performance().series(WorkerProof.scope(tenant), &query).await? {
        if rule.model.as_ref().is_none_or(|model| *model == point.model) {
            merged.merge(&point.measures);
        }
    }
    Ok(merged)
}

async fn from_rows(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    from: Timestamp,
    to: Timestamp,
) -> Result<Folded, StoreError> {
    let mut query = EventQuery {
        // A failed attempt at another provider stands in a row of the final one, so only the route is asked for here.
        filters: Filters { routes: rule.route.iter().cloned().collect(), ..Filters::default() },
        ..EventQuery::of(from, to, 1_000)
    };
    let mut folded = Folded::default();
    let mut read = 0;
    loop {
        let page = context.store().usage().events(WorkerProof.scope(tenant), &query).await?;
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

fn add(rule: &Rule, row: &LedgerRow, folded: &mut Folded) {
    let counts = |provider: &domain::ProviderName, model: &domain::ModelName| {
        rule.provider.as_ref().is_none_or(|wanted| wanted == provider)
            && rule.model.as_ref().is_none_or(|wanted| wanted == model)
    };
    for (dims, sums) in contributions(row) {
        if counts(&dims.provider, &dims.model) {
            folded.measures += sums;
        }
    }
    for (dims, sums) in perf_contributions(&row.event) {
        if counts(&dims.provider, &dims.model) {
            folded.performance.merge(&sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deps, Settings};
    use cache::PriceShelf;
    use events::JournalFeed;
    use events::memory::MemoryLog;
    use serde_json::json;
    use std::sync::Arc;
    use store::contract::sample::{end, fill, rows, settle};
    use store_sqlite::SqliteStore;
    use test_support::{FakeClock, price_book, tenant};

    #[tokio::test]
    async fn a_window_holds_the_rows_in_it_and_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        // Not on any grid, so that every window is cut.
        let now = end().plus_millis(-1_234_567);
        let clock = Arc::new(FakeClock::at(now));
        let store = SqliteStore::open(folder.path().join("x.db"), clock.clone()).expect("opens");
        settle(&store).await;
        // All within the last two days, and none after now.
        let mut rows = rows(300);
        for (index, row) in (0..).zip(&mut rows) {
            row.event.timestamp = now.plus_millis(-1 - index * 600_000);
        }
        fill(&store, &rows).await;
        let context = Context::new(Deps {
            feed: Arc::new(JournalFeed::new(Arc::new(MemoryLog::new()))),
            store: Arc::new(store),
            prices: Arc::new(PriceShelf::new(price_book())),
            live: Arc::new(|_| {}),
            breakers: Arc::new(|| None),
            clock,
            settings: Settings::default(),
        });
        let shapes = [
            json!({"metric": "cost"}),
            json!({"metric": "latency_p95"}),
            json!({"metric": "requests", "provider": "openai", "model": "gpt-5.4"}),
            json!({"metric": "ttft_p95", "model": "gpt-5.4"}),
            json!({"metric": "error_rate", "route": "auto"}),
            json!({"metric": "latency_p95", "route": "auto"}),
        ];
        for shape in shapes {
            for minutes in [1, 15, 30, 61, 240, 1_500] {
                let mut text = shape.clone();
                text["comparison"] = "above".into();
                text["threshold"] = "0.5".into();
                text["window_minutes"] = minutes.into();
                let rule: Rule = serde_json::from_value(text).expect("a rule");
                let from = now.plus_millis(-i64::from(rule.window_minutes) * 60_000);
                let mut wanted = Folded::default();
                rows.iter()
                    .filter(|row| row.event.tenant_id == tenant(1) && row.event.timestamp >= from)
                    .filter(|row| rule.route.is_none() || row.event.route == rule.route)
                    .for_each(|row| add(&rule, row, &mut wanted));
                let mut found = figures(&context, tenant(1), &rule, now).await.expect("reads");
                let mut wanted = Figures::of(&wanted.measures, &wanted.performance);
                if !matches!(rule.metric, Metric::LatencyP95 | Metric::TtftP95) {
                    // Latency is fetched whole only for rules on it.
                    for figures in [&mut found, &mut wanted] {
                        (figures.latency_p95_ms, figures.ttft_p95_ms) = (None, None);
                    }
                }
                assert_eq!(found, wanted, "{rule:?}");
            }
        }
    }
}
