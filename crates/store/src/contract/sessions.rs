//! Sessions and one-time links.

use super::Opened;
use super::sample::{begin, new_key, scope, settle};
use crate::sessions::{Session, SessionOwner};
use crate::{KeyHash, StoreError};
use domain::KeyId;
use uuid::Uuid;

pub(super) async fn end_with_their_time_and_their_key(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let sessions = store.sessions();
    let key = store.keys().create(scope(1), new_key(1)).await.expect("creates");
    let (now, later) = (begin(), begin().plus_millis(1_000));
    let session = Session { owner: SessionOwner::Key(key.key_id), expires_at: later, one_time: false };
    let operator = Session { owner: SessionOwner::Operator, ..session.clone() };
    sessions.create(KeyHash([1; 32]), session.clone()).await.expect("creates");
    sessions.create(KeyHash([2; 32]), operator.clone()).await.expect("creates");
    let orphan = Session { owner: SessionOwner::Key(KeyId(Uuid::from_u128(99))), ..session.clone() };
    assert!(matches!(sessions.create(KeyHash([3; 32]), orphan).await, Err(StoreError::NotFound(_))));

    assert_eq!(sessions.get(KeyHash([1; 32]), now).await.expect("reads"), Some(session));
    assert_eq!(sessions.get(KeyHash([2; 32]), now).await.expect("reads"), Some(operator));
    assert_eq!(sessions.get(KeyHash([1; 32]), later).await.expect("reads"), None, "its end is excluded");
    assert_eq!(sessions.take(KeyHash([1; 32]), now).await.expect("reads"), None, "a lasting one is no link");

    store.keys().revoke(scope(1), key.key_id, now).await.expect("revokes");
    assert_eq!(sessions.get(KeyHash([1; 32]), now).await.expect("reads"), None, "it ends with its key");
    sessions.remove(KeyHash([2; 32])).await.expect("removes");
    assert_eq!(sessions.get(KeyHash([2; 32]), now).await.expect("reads"), None);
    assert_eq!(sessions.sweep(later).await.expect("sweeps"), 1);
    assert_eq!(sessions.sweep(later).await.expect("sweeps"), 0);
}

pub(super) async fn links_work_once(one: Opened, _two: Opened) {
    let sessions = one.store.sessions();
    let link = Session { owner: SessionOwner::Operator, expires_at: begin().plus_millis(10), one_time: true };
    let token = KeyHash([7; 32]);
    sessions.create(token, link.clone()).await.expect("creates");
    assert_eq!(sessions.get(token, begin()).await.expect("reads"), None, "a link is no session");
    assert_eq!(sessions.take(token, begin().plus_millis(10)).await.expect("reads"), None, "it has expired");
    assert_eq!(sessions.take(token, begin()).await.expect("takes"), Some(link));
    assert_eq!(sessions.take(token, begin()).await.expect("takes"), None, "it is used up");
}
