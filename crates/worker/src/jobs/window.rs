//! The figures of a rule's window: from rows while it is short, from sums where it is long.
//!
//! Up to an hour, the window is exact to the millisecond. A longer one begins at the quarter hour before (costs and
//! counts) and at the hour before (latency), where its sums begin.

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

/// Minutes up to which rows are read.
const SHORT_MINUTES: u32 = 60;

/// Rows read at most; of more, the newest count.
const ROWS: usize = 50_000;

const QUARTER_MS: i64 = HOUR_MS / 4;

/// What happened in the window of `rule` that ends at `now`.
pub(super) async fn figures(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    now: Timestamp,
) -> Result<Figures, StoreError> {
    let from = now.plus_millis(-i64::from(rule.window_minutes) * 60_000);
    let of_latency = matches!(rule.metric, Metric::LatencyP95 | Metric::TtftP95);
    // Histograms are not kept apart by route.
    let only_rows_know = of_latency && rule.route.is_some();
    if rule.window_minutes <= SHORT_MINUTES || only_rows_know {
        return from_rows(context, tenant, rule, from, now).await;
    }
    let scope = WorkerProof.scope(tenant);
    let query = RollupQuery {
        from: from.floor_to(QUARTER_MS),
        to: now,
        grain: None,
        zone: "UTC".into(),
        filters: filters(rule),
        group_by: None,
    };
    let points = context.store().rollups().series(scope, &query).await?;
    let measures: Measures = points.into_iter().map(|point| point.measures).sum();
    let mut performance = PerfMeasures::default();
    if of_latency {
        let query = PerformanceQuery {
            from: from.floor_to(HOUR_MS),
            to: now,
            grain: None,
            zone: "UTC".into(),
            providers: rule.provider.iter().cloned().collect(),
            by_model: true,
        };
        for point in context.store().performance().series(scope, &query).await? {
            if rule.model.is_none() || point.model == rule.model {
                performance.merge(&point.measures);
            }
        }
    }
    Ok(Figures::of(&measures, &performance))
}

fn filters(rule: &Rule) -> Filters {
    Filters {
        providers: rule.provider.iter().cloned().collect(),
        models: rule.model.iter().cloned().collect(),
        routes: rule.route.iter().cloned().collect(),
        ..Filters::default()
    }
}

async fn from_rows(
    context: &Context,
    tenant: TenantId,
    rule: &Rule,
    from: Timestamp,
    to: Timestamp,
) -> Result<Figures, StoreError> {
    let mut query = EventQuery {
        from,
        to,
        // A failed attempt at another provider stands in a row of the final one, so only the route is asked for here.
        filters: Filters { routes: rule.route.iter().cloned().collect(), ..Filters::default() },
        succeeded: None,
        error_code: None,
        priced: None,
        session_id: None,
        after: None,
        limit: 1_000,
    };
    let (mut measures, mut performance) = (Measures::default(), PerfMeasures::default());
    let mut read = 0;
    loop {
        let page = context.store().usage().events(WorkerProof.scope(tenant), &query).await?;
        read += page.items.len();
        page.items.iter().for_each(|row| add(rule, row, &mut measures, &mut performance));
        match page.next {
            Some(cursor) if read < ROWS => query.after = Some(cursor),
            _ => return Ok(Figures::of(&measures, &performance)),
        }
    }
}

fn add(rule: &Rule, row: &LedgerRow, measures: &mut Measures, performance: &mut PerfMeasures) {
    let counts = |provider: &domain::ProviderName, model: &domain::ModelName| {
        rule.provider.as_ref().is_none_or(|wanted| wanted == provider)
            && rule.model.as_ref().is_none_or(|wanted| wanted == model)
    };
    for (dims, sums) in contributions(row) {
        if counts(&dims.provider, &dims.model) {
            *measures += sums;
        }
    }
    for (dims, sums) in perf_contributions(&row.event) {
        if counts(&dims.provider, &dims.model) {
            performance.merge(&sums);
        }
    }
}
