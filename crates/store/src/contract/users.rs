//! Users.

use super::Opened;
use super::sample::{begin, scope, settle};
use crate::StoreError;
use crate::users::User;
use domain::UserId;
use uuid::Uuid;

pub(super) async fn are_put_listed_and_removed(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let users = store.users();
    let ada = User {
        id: UserId(Uuid::from_u128(7)),
        name: "Ada".into(),
        email: Some("ada@example.org".into()),
        created_at: begin(),
    };
    users.put(scope(1), ada.clone()).await.expect("adds");
    let grace = User { id: UserId(Uuid::from_u128(8)), name: "Grace".into(), email: None, created_at: begin() };
    users.put(scope(1), grace.clone()).await.expect("adds");
    assert_eq!(users.list(scope(1)).await.expect("lists"), [ada.clone(), grace]);
    let renamed = User { name: "Ada L.".into(), email: None, ..ada };
    users.put(scope(1), renamed.clone()).await.expect("renames");
    assert_eq!(users.get(scope(1), renamed.id).await.expect("is there"), renamed);
    users.remove(scope(1), renamed.id).await.expect("removes");
    assert!(matches!(users.remove(scope(1), renamed.id).await, Err(StoreError::NotFound(_))));
    assert!(matches!(users.put(scope(9), renamed).await, Err(StoreError::NotFound(_))), "no such tenant");
}
