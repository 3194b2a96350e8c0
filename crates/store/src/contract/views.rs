//! Saved views.

use super::Opened;
use super::sample::{begin, scope, settle};
use crate::StoreError;
use crate::views::View;
use uuid::Uuid;

pub(super) fn view(number: u128) -> View {
    View {
        id: Uuid::from_u128(number),
        name: format!("view {number}"),
        page: "costs".into(),
        query: "period=7d&model=a%2Fb".into(),
        created_at: begin(),
    }
}

pub(super) async fn are_put_listed_by_name_and_removed(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let views = store.views();
    let (first, second) = (view(1), view(2));
    views.put(scope(1), second.clone()).await.expect("adds");
    views.put(scope(1), first.clone()).await.expect("adds");
    assert_eq!(views.list(scope(1)).await.expect("lists"), [first.clone(), second.clone()]);

    let later = begin().plus_millis(1_000);
    let (name, page, query) = ("zebra".to_owned(), "usage".to_owned(), String::new());
    let changed = View { name, page, query, created_at: later, ..first.clone() };
    views.put(scope(1), changed.clone()).await.expect("replaces");
    let kept = View { created_at: begin(), ..changed };
    assert_eq!(views.list(scope(1)).await.expect("lists"), [second, kept], "when it was made stays");

    views.remove(scope(1), first.id).await.expect("removes");
    assert!(matches!(views.remove(scope(1), first.id).await, Err(StoreError::NotFound(_))));
    assert_eq!(views.list(scope(1)).await.expect("lists").len(), 1);
    assert!(matches!(views.put(scope(9), first).await, Err(StoreError::NotFound(_))), "no such tenant");
}
