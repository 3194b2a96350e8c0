//! What the platform costs.

use super::Opened;
use super::sample::{scope, settle};
use crate::StoreError;
use domain::Pico;
use jiff::civil::date;
use metering::PlatformCost;

pub(super) async fn is_nothing_until_it_is_put(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let costs = store.platform_cost();
    assert_eq!(costs.get(scope(1)).await.expect("reads"), PlatformCost::default());
    let since = Some(date(2026, 11, 3));
    let first = PlatformCost { monthly: Pico(i64::MAX), setup: Pico(1), since };
    costs.put(scope(1), first).await.expect("puts");
    assert_eq!(costs.get(scope(1)).await.expect("reads"), first);
    let second = PlatformCost { since: None, ..PlatformCost::default() };
    costs.put(scope(2), first).await.expect("puts");
    costs.put(scope(1), second).await.expect("puts another in its place");
    assert_eq!(costs.get(scope(1)).await.expect("reads"), second);
    assert_eq!(costs.get(scope(2)).await.expect("reads"), first, "another tenant's stays");
    assert!(matches!(costs.put(scope(9), first).await, Err(StoreError::NotFound(_))), "no such tenant");
}
