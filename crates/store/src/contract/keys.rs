//! API keys.

use super::Opened;
use super::sample::{begin, new_key, scope, settle};
use crate::StoreError;

pub(super) async fn work_until_they_are_revoked(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let keys = store.keys();
    let (first, second) = (new_key(1), new_key(2));
    let mut versions = std::collections::BTreeSet::from([keys.version().await.expect("reads")]);
    let made = keys.create(scope(1), first.clone()).await.expect("creates");
    assert_eq!((made.tenant_id(), &made.name), (scope(1).tenant_id(), &first.name));
    keys.create(scope(1), second.clone()).await.expect("creates");
    keys.create(scope(2), new_key(3)).await.expect("creates");
    let mut twin = new_key(4);
    twin.hash = first.hash;
    assert!(matches!(keys.create(scope(2), twin).await, Err(StoreError::Conflict(_))), "a hash is one key");
    assert!(matches!(keys.create(scope(9), new_key(5)).await, Err(StoreError::NotFound(_))), "no such tenant");

    let listed: Vec<_> = keys.list(scope(1)).await.expect("lists").into_iter().map(|key| key.key_id).collect();
    assert_eq!(listed, [second.key_id, first.key_id], "newest first");
    assert_eq!(keys.active().await.expect("lists").len(), 3);
    assert!(versions.insert(keys.version().await.expect("reads")), "keys were added");

    let at = begin().plus_millis(1_000);
    assert_eq!(keys.revoke(scope(1), first.key_id, at).await.expect("revokes").revoked_at, Some(at));
    assert!(versions.insert(keys.version().await.expect("reads")), "a key was revoked");
    let again = keys.revoke(scope(1), first.key_id, at.plus_millis(1)).await.expect("is revoked");
    assert_eq!(again.revoked_at, Some(at), "the first revocation stands");
    let active = keys.active().await.expect("lists");
    assert!(active.iter().all(|(hash, _)| *hash != first.hash), "a revoked key does not work");
    let (_, key) = active.iter().find(|(hash, _)| *hash == second.hash).expect("the other works");
    assert_eq!((key.key_id, key.tenant_id()), (second.key_id, scope(1).tenant_id()));
    assert!(!versions.insert(keys.version().await.expect("reads")), "nothing has changed since");
    store.tenants().close(scope(2).tenant_id(), at).await.expect("closes");
    assert!(versions.insert(keys.version().await.expect("reads")), "a tenant's keys went with it");
}
