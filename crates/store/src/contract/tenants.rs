//! Tenants.

use super::Opened;
use super::sample::{begin, customer, new_key, scope, settle};
use crate::StoreError;
use test_support::tenant;

pub(super) async fn names_are_unique_and_closing_stops_keys(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let tenants = store.tenants();
    let mut twin = customer(1);
    twin.id = tenant(9);
    assert!(matches!(tenants.create(twin).await, Err(StoreError::Conflict(_))), "a name is taken once");
    let mut lost = customer(8);
    lost.name = "lost".into();
    lost.timezone = "Europe/Atlantis".into();
    assert!(matches!(tenants.create(lost).await, Err(StoreError::Refused(_))), "a zone must exist");

    assert_eq!(tenants.get(tenant(2)).await.expect("is there"), customer(2));
    assert!(matches!(tenants.get(tenant(9)).await, Err(StoreError::NotFound(_))));
    assert_eq!(tenants.rename(tenant(1), "acme").await.expect("renames").name, "acme");
    assert!(matches!(tenants.rename(tenant(1), "tenant 2").await, Err(StoreError::Conflict(_))));
    assert!(matches!(tenants.rename(tenant(9), "nobody").await, Err(StoreError::NotFound(_))));
    let names: Vec<_> = tenants.list().await.expect("lists").into_iter().map(|found| found.name).collect();
    assert_eq!(names, ["acme", "tenant 2", "tenant 3"]);

    store.keys().create(scope(1), new_key(1)).await.expect("creates a key");
    let at = begin().plus_millis(5);
    assert_eq!(tenants.close(tenant(1), at).await.expect("closes").closed_at, Some(at));
    let again = tenants.close(tenant(1), at.plus_millis(9)).await.expect("is closed");
    assert_eq!(again.closed_at, Some(at), "the first closing stands");
    assert!(store.keys().active().await.expect("lists").is_empty(), "a closed tenant's keys do not work");
}
