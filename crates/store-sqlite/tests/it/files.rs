//! The file itself: opened again, of a newer version, damaged, used from many sides at once.

use crate::opened::{dump, fresh, open};
use rusqlite::Connection;
use std::sync::Arc;
use store::contract::sample::{batch, begin, end, fill, rows, scope, settle};
use store::ledger::DirtyHour;
use store::{Store, StoreError};
use store_sqlite::SqliteStore;
use test_support::{FakeClock, tenant};

#[tokio::test]
async fn a_file_opened_again_holds_what_was_committed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tollkeeper.db");
    let rows = rows(20);
    {
        let store = open(&path);
        settle(&store).await;
        fill(&store, &rows).await;
    }
    let before = dump(&path);
    let store = open(&path);
    assert_eq!(dump(&path), before);
    let moved = store.ledger().apply(batch(rows, 0)).await.expect_err("the offset was kept");
    assert!(matches!(moved, StoreError::OffsetMoved { found: 20, .. }), "{moved}");
}

#[tokio::test]
async fn files_that_are_not_ours_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = || Arc::new(FakeClock::at(begin()));
    let newer = folder.path().join("newer.db");
    drop(open(&newer));
    Connection::open(&newer).expect("opens").pragma_update(None, "user_version", 42).expect("sets");
    let error = SqliteStore::open(&newer, clock()).err().expect("is newer");
    assert!(matches!(&error, StoreError::Newer(text) if text.contains("newer.db") && text.contains("42")), "{error}");

    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "this is no database, whatever its name may say. ".repeat(40)).expect("writes");
    let error = SqliteStore::open(&text, clock()).err().expect("is no database");
    assert!(matches!(&error, StoreError::Failed(text) if text.contains("notes.txt")), "{error}");

    let missing = folder.path().join("no/such/folder/x.db");
    let error = SqliteStore::open(&missing, clock()).err().expect("has no folder");
    assert!(error.to_string().contains("no/such/folder"), "{error}");
}

#[tokio::test]
async fn damage_is_found_and_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tollkeeper.db");
    let store = open(&path);
    settle(&store).await;
    let rows = rows(90);
    fill(&store, &rows).await;
    let before = dump(&path);
    let own = |row: &&metering::LedgerRow| row.event.tenant_id == tenant(1);
    let mut hours: Vec<_> =
        rows.iter().filter(own).take(2).map(|row| row.event.timestamp.floor_to(3_600_000)).collect();
    hours.sort_unstable();
    hours.dedup();
    let sums =
        "UPDATE usage_rollup_quarter SET cost_pico = cost_pico + 1 WHERE tenant_id = ?1 AND start / 3600000 = ?2";
    let performance = "DELETE FROM provider_performance WHERE tenant_id = ?1 AND hour / 3600000 = ?2";
    let damage = Connection::open(&path).expect("opens");
    for (hour, sql) in hours.iter().zip([sums, performance]) {
        let changed = damage.execute(sql, rusqlite::params![tenant(1).0.as_bytes(), hour.as_millis() / 3_600_000]);
        assert!(changed.expect("changes") > 0, "{sql}");
    }

    let found = store.ledger().differing_hours(&[1, 2, 3].map(tenant), begin(), end()).await.expect("compares");
    let wanted: Vec<_> = hours.iter().map(|hour| DirtyHour { tenant_id: tenant(1), hour: *hour }).collect();
    assert_eq!(found, wanted);
    store.ledger().mark_dirty(&found).await.expect("marks");
    assert_eq!(store.ledger().rebuild_dirty(100, begin()).await.expect("rebuilds"), wanted.len());
    assert_eq!(dump(&path), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_and_callers_that_leave_disturb_nobody() {
    let opened = fresh();
    let store = Arc::clone(&opened.store);
    settle(&*store).await;
    let rows = rows(100);
    let mut asking = Vec::new();
    for (row, offset) in rows.iter().cloned().zip(0..) {
        let writing = Arc::clone(&store);
        store.ledger().apply(batch(vec![row], offset)).await.expect("applies");
        asking.push(tokio::spawn(async move { writing.usage().span(scope(1)).await.expect("reads") }));
        // A caller that is cancelled at once: its job may run, and must harm nobody.
        let leaving = Arc::clone(&store);
        tokio::spawn(async move { leaving.tenants().list().await.map(|_| ()) }).abort();
    }
    for asked in asking {
        asked.await.expect("ends");
    }
    assert_eq!(store.ledger().offset("test/0").await.expect("reads"), 100);
}
