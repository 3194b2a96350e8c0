//! Something of two tenants in every table that has a tenant.

use crate::databases::{Database, settings};
use domain::Pico;
use metering::PlatformCost;
use store::Store;
use store::alerts::{AlertChange, AlertState, StoredAlert};
use store::contract::sample::{begin, fill as apply, new_key, rows, scope, settle};
use store::dead_letters::DeadLetter;
use store::ledger::{Batch, DirtyHour};
use store::users::User;
use store_postgres::PgStore;
use test_support::tenant;
use uuid::Uuid;

/// Fills a database.
pub async fn plant(database: &Database) {
    let store = PgStore::open(settings(&database.name)).await.expect("opens");
    fill(&store).await;
    store.close().await;
}

/// Fills a store.
pub async fn fill(store: &PgStore) {
    settle(store).await;
    let rows = rows(120);
    apply(store, &rows).await;
    while store.ledger().roll_up(1_000).await.expect("rolls up") > 0 {}
    // Marked again, so that marks are among what is there.
    let again: Vec<_> = rows
        .iter()
        .take(30)
        .map(|row| {
            let mut row = row.clone();
            row.event.event_id = domain::EventId(Uuid::from_u128(row.event.event_id.0.as_u128() ^ 1));
            row
        })
        .collect();
    let letter = |number: u64| DeadLetter {
        partition: "test/0".into(),
        offset: number,
        reason: "negative".into(),
        field: None,
        tenant_id: Some(tenant(number)),
        event_id: None,
        known: None,
        at: begin(),
    };
    let batch = Batch { rows: again.into(), dead: vec![letter(1), letter(2)], ..Batch::default() };
    store.ledger().apply(batch).await.expect("applies");
    for number in [1, 2] {
        let hour = DirtyHour { tenant_id: tenant(number), hour: begin() };
        store.ledger().mark_dirty(&[hour]).await.expect("marks");
        store.keys().create(scope(number), new_key(number as u8)).await.expect("creates");
        let user =
            User { id: domain::UserId(Uuid::from_u128(5)), name: "Ada".into(), email: None, created_at: begin() };
        store.users().put(scope(number), user).await.expect("adds");
        let cost = PlatformCost { monthly: Pico(5), ..PlatformCost::default() };
        store.platform_cost().put(scope(number), cost).await.expect("puts");
        let alert = StoredAlert {
            id: Uuid::from_u128(u128::from(number)),
            name: "spend".into(),
            rule: serde_json::json!({}),
            enabled: true,
            state: AlertState::NoData,
            state_since: begin(),
            value: None,
            evaluated_at: None,
            created_at: begin(),
            memory: serde_json::json!(null),
        };
        store.alerts().put(scope(number), alert.clone()).await.expect("adds");
        let change = AlertChange { at: begin(), from: AlertState::NoData, to: AlertState::Ok, value: None };
        store.alerts().record(scope(number), &alert, Some(change)).await.expect("records");
    }
}
