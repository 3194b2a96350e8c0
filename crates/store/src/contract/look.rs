//! All that a store shows of its sample tenants, as text: to compare stores of any kind.

use super::sample::{ZONES, scope};
use crate::performance::PerformanceQuery;
use crate::rollups::RollupQuery;
use crate::usage::EventQuery;
use crate::{Dimension, Filters, Store, TenantScope};
use domain::Timestamp;
use metering::Grain;
use std::fmt::Write;

/// Every row, sum, histogram and dead letter of the three sample tenants, and how far `partition` was read. When a
/// letter was filed is left out.
pub async fn everything(store: &dyn Store, partition: &str) -> String {
    let mut text = String::new();
    let from = Timestamp::from_millis(0);
    let offset = store.ledger().offset(partition).await.expect("reads");
    writeln!(text, "{partition} {offset}").expect("writes");
    for number in 1..=3 {
        text.push_str(&of_tenant(store, scope(number)).await);
    }
    for mut letter in store.dead_letters().list(None, 10_000).await.expect("reads") {
        letter.at = from;
        writeln!(text, "{letter:?}").expect("writes");
    }
    text
}

/// Every row, sum and histogram of one tenant.
pub async fn of_tenant(store: &dyn Store, scope: TenantScope) -> String {
    let mut text = String::new();
    let (from, to) = (Timestamp::from_millis(0), Timestamp::from_millis(4_102_444_800_000));
    let mut query = EventQuery::of(from, to, 1_000);
    loop {
        let page = store.usage().events(scope, &query).await.expect("reads");
        page.items.iter().for_each(|row| writeln!(text, "{row:?}").expect("writes"));
        match page.next {
            Some(cursor) => query.after = Some(cursor),
            None => break,
        }
    }
    for (grain, zone) in [Grain::Quarter, Grain::Day, Grain::Week, Grain::Month]
        .into_iter()
        .flat_map(|grain| ZONES.map(|zone| (grain, zone.to_owned())))
    {
        for group_by in [Dimension::Model, Dimension::Key, Dimension::User, Dimension::Route] {
            let filters = Filters::default();
            let zone = zone.clone();
            let query = RollupQuery { from, to, grain: Some(grain), zone, filters, group_by: Some(group_by) };
            for point in store.rollups().series(scope, &query).await.unwrap_or_default() {
                writeln!(text, "{grain:?} {group_by:?} {point:?}").expect("writes");
            }
        }
    }
    let (grain, zone) = (Some(Grain::Hour), "UTC".to_owned());
    let query = PerformanceQuery { from, to, grain, zone, providers: Vec::new() };
    for point in store.performance().series(scope, &query).await.expect("reads") {
        writeln!(text, "{point:?}").expect("writes");
    }
    text
}
