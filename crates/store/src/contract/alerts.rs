//! Alerts.

use super::Opened;
use super::sample::{begin, scope, settle};
use crate::StoreError;
use crate::alerts::{AlertChange, AlertState, StoredAlert};
use serde_json::json;
use uuid::Uuid;

pub(super) fn alert(number: u128) -> StoredAlert {
    StoredAlert {
        id: Uuid::from_u128(number),
        name: format!("alert {number}"),
        rule: json!({"cost_above_usd": "10", "window_minutes": 60}),
        enabled: true,
        state: AlertState::NoData,
        state_since: begin(),
        value: None,
        evaluated_at: None,
        created_at: begin(),
        memory: json!(null),
    }
}

pub(super) async fn keep_their_state_until_the_rule_changes(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let alerts = store.alerts();
    let first = alert(1);
    alerts.put(scope(1), first.clone()).await.expect("adds");
    alerts.put(scope(1), alert(2)).await.expect("adds");
    assert_eq!(alerts.list(scope(1)).await.expect("lists"), [first.clone(), alert(2)]);

    let at = begin().plus_millis(1_000);
    let evaluated = StoredAlert {
        state: AlertState::Alert,
        state_since: at,
        value: Some("12.5".into()),
        evaluated_at: Some(at),
        memory: json!({"breaches": 3}),
        ..first.clone()
    };
    let change = AlertChange { at, from: AlertState::NoData, to: AlertState::Alert, value: Some("12.5".into()) };
    alerts.record(scope(1), &evaluated, Some(change.clone())).await.expect("records");
    assert_eq!(alerts.get(scope(1), first.id).await.expect("is there"), evaluated);
    assert_eq!(alerts.history(scope(1), first.id, 10).await.expect("lists"), std::slice::from_ref(&change));

    let renamed = StoredAlert { name: "spend".into(), enabled: false, ..first.clone() };
    alerts.put(scope(1), renamed).await.expect("renames");
    let kept = alerts.get(scope(1), first.id).await.expect("is there");
    assert_eq!((kept.state, &kept.memory, kept.enabled), (AlertState::Alert, &evaluated.memory, false));

    let stricter = StoredAlert { rule: json!({"cost_above_usd": "1"}), state_since: at, ..first.clone() };
    alerts.put(scope(1), stricter.clone()).await.expect("changes the rule");
    let begun = alerts.get(scope(1), first.id).await.expect("is there");
    assert_eq!((begun.state, begun.value, begun.memory), (AlertState::NoData, None, json!(null)));

    alerts.record(scope(1), &evaluated, Some(change)).await.expect("is dropped");
    let after = alerts.get(scope(1), first.id).await.expect("is there");
    assert_eq!(after.state, AlertState::NoData, "an evaluation of the old rule does not count");

    alerts.remove(scope(1), first.id).await.expect("removes");
    assert!(matches!(alerts.history(scope(1), first.id, 10).await, Err(StoreError::NotFound(_))));
    assert!(matches!(alerts.record(scope(1), &evaluated, None).await, Err(StoreError::NotFound(_))));
    alerts.put(scope(1), first.clone()).await.expect("adds again");
    assert!(alerts.history(scope(1), first.id, 10).await.expect("lists").is_empty(), "the history went with it");
}
