//! What the jobs ask about all tenants at once.

use super::Opened;
use super::alerts::alert;
use super::sample::{begin, end, fill, rows, scope, settle};
use crate::alerts::StoredAlert;
use crate::ledger::Unpriced;
use domain::ModelName;
use std::collections::BTreeMap;
use test_support::tenant;

pub(super) async fn open_tenants_with_rules_are_watched(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let watched = async || store.ledger().watched_tenants().await.expect("reads");
    assert_eq!(watched().await, []);
    store.alerts().put(scope(1), alert(1)).await.expect("adds");
    store.alerts().put(scope(1), alert(2)).await.expect("adds");
    store.alerts().put(scope(2), StoredAlert { enabled: false, ..alert(3) }).await.expect("adds");
    store.alerts().put(scope(3), alert(4)).await.expect("adds");
    let mut wanted = [tenant(1), tenant(3)];
    wanted.sort_unstable();
    assert_eq!(watched().await, wanted);
    store.tenants().close(tenant(3), begin()).await.expect("closes");
    assert_eq!(watched().await, [tenant(1)]);
    store.alerts().put(scope(1), StoredAlert { enabled: false, ..alert(1) }).await.expect("disables");
    assert_eq!(watched().await, [tenant(1)]);
    store.alerts().remove(scope(1), alert(2).id).await.expect("removes");
    assert_eq!(watched().await, []);
}

pub(super) async fn models_without_a_price_are_counted_over_all_tenants(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(200);
    fill(store, &rows).await;
    let half = end().plus_millis(-43_200_000);
    for (from, to) in [(begin(), end()), (half, end()), (end(), end().plus_millis(3_600_000))] {
        let mut wanted = BTreeMap::<ModelName, u64>::new();
        for row in rows.iter().filter(|row| row.event.timestamp >= from && row.event.timestamp < to) {
            for (dims, sums) in metering::contributions(row).into_iter().filter(|(_, sums)| sums.unpriced > 0) {
                *wanted.entry(dims.model).or_default() += sums.unpriced;
            }
        }
        assert_eq!(wanted.is_empty(), from == end(), "the sample has some");
        let wanted: Vec<_> = wanted.into_iter().map(|(model, requests)| Unpriced { model, requests }).collect();
        assert_eq!(store.ledger().unpriced(from, to).await.expect("reads"), wanted);
    }
}
