//! Days of raw rows: made ahead, made late, dropped behind while batches go on.

use crate::databases::{Database, connect, run};
use domain::{EventId, Timestamp};
use metering::LedgerRow;
use sqlx::{Connection, PgConnection};
use std::sync::Arc;
use store::contract::sample::{begin, end, fill, rows, scope, settle};
use store::ledger::{Batch, Partitions};
use store::rollups::RollupQuery;
use store::{Filters, Store, StoreError};
use store_postgres::PgStore;
use test_support::{at, event, ledger_row};
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;

async fn days(connection: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT right(inhrelid::regclass::text, 8) FROM pg_inherits
         WHERE inhparent = 'usage_metrics'::regclass ORDER BY 1",
    )
    .fetch_all(connection)
    .await
    .expect("lists")
}

fn row(number: u64, timestamp: Timestamp) -> LedgerRow {
    let mut event = event(number);
    event.timestamp = timestamp;
    event.event_id = EventId(Uuid::from_u128(u128::from(number)));
    ledger_row(event)
}

async fn requests(store: &PgStore) -> u64 {
    let query = RollupQuery {
        from: begin(),
        to: end(),
        grain: None,
        zone: "UTC".into(),
        filters: Filters::default(),
        group_by: None,
    };
    let points = store.rollups().series(scope(1), &query).await.expect("reads");
    points.iter().map(|point| point.measures.requests).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_are_made_ahead_and_counted() {
    let database = Database::copy().await;
    let store = database.open().await;
    let now = at("2026-11-28T23:59:59.999Z");
    let ledger = store.ledger();
    let made = ledger.prepare_partitions(now, 3).await.expect("makes");
    assert_eq!(made, Some(Partitions { made: 4, ready_days: 4 }));
    let made = ledger.prepare_partitions(now, 3).await.expect("are there");
    assert_eq!(made, Some(Partitions { made: 0, ready_days: 4 }));
    let made = ledger.prepare_partitions(now.plus_millis(1), 1).await.expect("are there");
    assert_eq!(made, Some(Partitions { made: 0, ready_days: 3 }), "from the next day on");
    // A gap ends the count.
    let made = ledger.prepare_partitions(now.plus_millis(-3 * DAY_MS), 0).await.expect("makes");
    assert_eq!(made, Some(Partitions { made: 1, ready_days: 1 }));
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    assert_eq!(days(&mut owner).await, ["20261125", "20261128", "20261129", "20261130", "20261201"]);
    owner.close().await.expect("closes");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_whose_day_is_missing_makes_it_unless_it_is_far_off() {
    let database = Database::copy().await;
    let store = database.open().await;
    settle(&store).await;
    let late = row(1, begin().plus_millis(-50 * DAY_MS));
    let batch = |row: LedgerRow| Batch { rows: [row].into(), ..Batch::default() };
    assert_eq!(store.ledger().apply(batch(late)).await.expect("makes its day").inserted, 1);
    for (number, far) in [
        (2, at("1999-12-31T23:59:59Z")),
        (3, Timestamp::from_millis(i64::MAX / 1_000_000)),
        (4, Timestamp::from_millis(i64::MIN)),
    ] {
        let refused = store.ledger().apply(batch(row(number, far))).await.expect_err("is far off");
        assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
    }
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    assert_eq!(days(&mut owner).await.len(), 1);

    // Another process dropped a day that this one saw: a row of it gets it again.
    run(&mut owner, "DROP TABLE usage_metrics_p20260821").await;
    let again = row(5, begin().plus_millis(-50 * DAY_MS));
    assert_eq!(store.ledger().apply(batch(again)).await.expect("makes its day again").inserted, 1);
    owner.close().await.expect("closes");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_past_goes_while_batches_go_on() {
    let database = Database::copy().await;
    let store = Arc::new(database.open().await);
    settle(&*store).await;
    let old = rows(200);
    fill(&*store, &old).await;
    let counted = requests(&store).await;
    let mut owner = connect("POSTGRES_OWNER_URL", &database.name).await;
    let before = days(&mut owner).await;
    // In the middle of a day, so that one day is cut.
    let cut = end().plus_millis(-10 * DAY_MS - DAY_MS / 2);

    // Somebody reads: no day can be dropped until they have finished.
    let mut reader = connect("POSTGRES_URL", &database.name).await;
    run(&mut reader, "BEGIN; SET LOCAL ROLE tollkeeper_worker; SELECT FROM usage_metrics").await;
    let sweeping = store.clone();
    let sweep = tokio::spawn(async move {
        let mut gone = 0;
        loop {
            match sweeping.ledger().sweep_raw(cut, 7).await.expect("sweeps") {
                0 => return gone,
                some => gone += some,
            }
        }
    });
    let write = |number: u64| {
        let store = store.clone();
        async move {
            let rows = vec![row(1_000 + number, end().plus_millis(i64::try_from(number).expect("small")))];
            store
                .ledger()
                .apply(Batch { rows: rows.into(), ..Batch::default() })
                .await
                .expect("a batch goes on")
                .inserted
        }
    };
    let mut written = 0;
    for number in 0..20 {
        written += write(number).await;
    }
    run(&mut reader, "COMMIT").await;
    for number in 20..40 {
        written += write(number).await;
    }
    let gone = sweep.await.expect("ends");
    assert_eq!(written, 40);
    let swept = |row: &&LedgerRow| row.event.timestamp < cut;
    assert_eq!(gone, old.iter().filter(swept).count());
    assert_eq!(requests(&store).await, counted, "sums outlive their rows");
    let after = days(&mut owner).await;
    assert!(after.len() < before.len() && after[0] == "20261109", "{after:?}");

    let refused = store
        .ledger()
        .apply(Batch { rows: [old.iter().find(swept).expect("one is old").clone()].into(), ..Batch::default() });
    assert!(matches!(refused.await, Err(StoreError::Refused(_))), "what is swept does not come in again");
    assert_eq!(days(&mut owner).await, after, "and gets no day");
    reader.close().await.expect("closes");
    owner.close().await.expect("closes");
    store.close().await;
}
