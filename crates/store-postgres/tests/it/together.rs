//! Several processes at once: batches of the same tenants, folds beside them, callers that leave.

use crate::databases::{Database, connect, run};
use sqlx::Connection;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use store::Store;
use store::TenantScope;
use store::contract::Opened;
use store::contract::look::everything;
use store::contract::sample::{Dice, PARTITION, begin, end, fill, rows, scope, settle, shuffled};
use store::ledger::{Batch, DirtyHour};
use store::usage::EventQuery;
use store_postgres::{PgStore, Settings};
use test_support::tenant;

async fn rolled_up(store: &PgStore) {
    while store.ledger().roll_up(1_000).await.expect("rolls up") > 0 {}
}

/// Batches that share tenants, rows and buckets, in orders of their own, from four sides; folds and rebuilds beside them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batches_folds_and_rebuilds_collide_without_a_trace() {
    let (together, alone) = (Database::copy().await, Database::fresh().await);
    let rows = rows(300);
    let store = Arc::new(together.open().await);
    settle(&*store).await;
    let mut writers = Vec::new();
    for side in 0..4 {
        let (store, rows) = (store.clone(), rows.clone());
        writers.push(tokio::spawn(async move {
            let mut dice = Dice(side);
            let mut left = shuffled(rows, side);
            while !left.is_empty() {
                let rest = left.split_off(left.len().min(1 + dice.below(25)));
                let part = std::mem::replace(&mut left, rest);
                store.ledger().apply(Batch { rows: part.into(), ..Batch::default() }).await.expect("applies");
            }
        }));
    }
    let folding = store.clone();
    let marks: Vec<_> = rows
        .iter()
        .map(|row| DirtyHour { tenant_id: row.event.tenant_id, hour: row.event.timestamp.floor_to(3_600_000) })
        .collect();
    let folds = tokio::spawn(async move {
        for hours in marks.chunks(15) {
            folding.ledger().mark_dirty(hours).await.expect("marks");
            folding.ledger().roll_up(40).await.expect("rolls up");
            folding.ledger().rebuild_dirty(9, begin()).await.expect("rebuilds");
        }
    });
    for writer in writers {
        writer.await.expect("ends");
    }
    folds.await.expect("ends");
    while store.ledger().rebuild_dirty(100, begin()).await.expect("rebuilds") > 0 {}
    rolled_up(&store).await;

    let one = alone.open().await;
    settle(&one).await;
    fill(&one, &rows).await;
    rolled_up(&one).await;
    let shown = |text: String| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    assert_eq!(shown(everything(&*store, PARTITION).await), shown(everything(&one, PARTITION).await));
    let all = [1, 2, 3].map(tenant);
    assert_eq!(store.ledger().differing_hours(&all, begin(), end()).await.expect("compares"), []);
    one.close().await;
    store.close().await;
    // A backend tells what it counted when it ends.
    let mut owner = connect("POSTGRES_OWNER_URL", &together.name).await;
    let deadlocks: i64 =
        sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .fetch_one(&mut owner)
            .await
            .expect("reads");
    assert_eq!(deadlocks, 0, "every batch takes its locks in one order");
    owner.close().await.expect("closes");
}

/// A fold beside a batch that is not committed yet: the mark stays, and what is read is right before, between and after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fold_never_takes_away_the_mark_of_a_batch_on_its_way() {
    let database = Database::fresh().await;
    let store = database.open().await;
    settle(&store).await;
    fill(&store, &rows(60)).await;
    rolled_up(&store).await;
    let before = everything(&store, PARTITION).await;

    // A batch of another process, as far as its mark, and not committed.
    let change = |figure: &str| {
        format!(
            "UPDATE usage_rollup_quarter SET client_gone = client_gone {figure} WHERE tenant_id = '{id}';
             INSERT INTO rollup_pending AS p (tenant_id, hour, version, anew)
             SELECT DISTINCT tenant_id, date_trunc('hour', start, 'UTC'), 1, false FROM usage_rollup_quarter
             WHERE tenant_id = '{id}'
             ON CONFLICT (tenant_id, hour) DO UPDATE SET version = p.version + 1",
            id = tenant(1)
        )
    };
    let mut other = connect("POSTGRES_URL", &database.name).await;
    run(&mut other, format!("BEGIN; SET LOCAL ROLE tollkeeper_worker; {}", change("+ 1"))).await;
    assert_eq!(store.ledger().roll_up(1_000).await.expect("sees nothing"), 0);
    assert_eq!(everything(&store, PARTITION).await, before);
    run(&mut other, "COMMIT").await;
    let changed = everything(&store, PARTITION).await;
    assert_ne!(changed, before, "what is marked is read from the base");

    // The same again, with marks that are there already: they are held by the batch, and passed over.
    run(&mut other, format!("BEGIN; SET LOCAL ROLE tollkeeper_worker; {}", change("+ 1"))).await;
    assert_eq!(store.ledger().roll_up(1_000).await.expect("passes them over"), 0);
    run(&mut other, "ROLLBACK").await;
    assert!(store.ledger().roll_up(1_000).await.expect("folds") > 0);
    assert_eq!(everything(&store, PARTITION).await, changed, "folding changes nothing that is read");
    run(&mut other, format!("BEGIN; SET LOCAL ROLE tollkeeper_worker; {}; COMMIT", change("- 1"))).await;
    assert_eq!(everything(&store, PARTITION).await, before);
    rolled_up(&store).await;
    assert_eq!(everything(&store, PARTITION).await, before);
    other.close().await.expect("closes");
    store.close().await;
}

/// Sums that were changed behind the store's back are found among all tenants' together, and mended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_is_found_and_mended() {
    let database = Database::fresh().await;
    let store = database.open().await;
    settle(&store).await;
    let rows = rows(90);
    fill(&store, &rows).await;
    rolled_up(&store).await;
    let before = everything(&store, PARTITION).await;
    let hour_of = |number: u64, last: bool| {
        let own = rows.iter().filter(|row| row.event.tenant_id == tenant(number)).map(|row| row.event.timestamp);
        if last { own.max() } else { own.min() }.expect("has rows").floor_to(3_600_000)
    };
    let wanted = [(1, hour_of(1, true)), (3, hour_of(3, false))]
        .map(|(number, hour)| DirtyHour { tenant_id: tenant(number), hour });
    let place = |dirty: &DirtyHour| format!("tenant_id = '{}' AND {{}} >= '{}'", dirty.tenant_id, dirty.hour);
    let sums = place(&wanted[0]).replace("{}", "start");
    let histograms = place(&wanted[1]).replace("{}", "hour");
    let mut worker = connect("POSTGRES_URL", &database.name).await;
    run(&mut worker, "SET ROLE tollkeeper_worker").await;
    run(&mut worker, format!("UPDATE usage_rollup_quarter SET cost_pico = cost_pico + 1 WHERE {sums}")).await;
    let next = wanted[1].hour.plus_millis(3_600_000);
    run(&mut worker, format!("DELETE FROM provider_performance WHERE {histograms} AND hour < '{next}'")).await;
    worker.close().await.expect("closes");

    let all = [1, 2, 3].map(tenant);
    let found = store.ledger().differing_hours(&all, begin(), end()).await.expect("compares");
    assert_eq!(found, wanted);
    store.ledger().mark_dirty(&found).await.expect("marks");
    assert_eq!(store.ledger().rebuild_dirty(100, begin()).await.expect("rebuilds"), wanted.len());
    rolled_up(&store).await;
    assert_eq!(everything(&store, PARTITION).await, before);
    assert_eq!(store.ledger().differing_hours(&all, begin(), end()).await.expect("compares"), []);
    store.close().await;
}

/// Each batch adds a piece to an hour's histograms; so many become one again, and whoever reads sees the whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn histograms_in_pieces_are_whole_to_who_reads() {
    let database = Database::fresh().await;
    let store = database.open().await;
    settle(&store).await;
    let mut owner = connect("POSTGRES_URL", &database.name).await;
    run(&mut owner, "SET ROLE tollkeeper_worker").await;
    let mut pieces = async || -> i32 {
        let most = sqlx::query_scalar("SELECT max(pieces) FROM provider_performance");
        most.fetch_one(&mut owner).await.expect("reads")
    };
    let mut wanted = metering::PerfMeasures::default();
    for number in 0..150 {
        let mut event = test_support::event(number);
        event.timestamp = begin();
        for (_, added) in metering::perf_contributions(&event) {
            wanted.merge(&added);
        }
        let rows = vec![test_support::ledger_row(event)];
        store.ledger().apply(Batch { rows: rows.into(), ..Batch::default() }).await.expect("applies");
        assert!((1..64).contains(&pieces().await), "after batch {number}");
    }
    assert!(pieces().await > 1);
    let query = store::performance::PerformanceQuery {
        from: begin(),
        to: end(),
        grain: None,
        zone: "UTC".into(),
        providers: Vec::new(),
    };
    for _ in 0..2 {
        let points = store.performance().series(scope(1), &query).await.expect("reads");
        assert_eq!(points.iter().map(|point| &point.measures).collect::<Vec<_>>(), [&wanted]);
        rolled_up(&store).await;
        assert_eq!(pieces().await, 1);
    }
    owner.close().await.expect("closes");
    store.close().await;
}

/// A future that is dropped after so many polls: a caller that leaves in the middle.
struct Cut<F> {
    inner: Pin<Box<F>>,
    polls: usize,
}

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_that_leave_show_nobody_the_tenant_before() {
    let database = Database::fresh().await;
    crate::planted::plant(&database).await;
    let settings = Settings { connections: 1, ..crate::databases::settings(&database.name) };
    let store = PgStore::open(settings).await.expect("opens");
    let query = EventQuery::of(begin(), end(), 1_000);
    let ids = |scope: TenantScope| {
        let (store, query) = (&store, &query);
        async move {
            let page = store.usage().events(scope, query).await.expect("reads");
            page.items.iter().map(|row| (row.event.tenant_id, row.event.event_id)).collect::<Vec<_>>()
        }
    };
    let own = [ids(scope(1)).await, ids(scope(2)).await];
    assert!(own.iter().zip(1..).all(|(rows, n)| !rows.is_empty() && rows.iter().all(|(id, _)| *id == tenant(n))));
    let mut left = 0;
    for turn in 0..64 {
        // One poll never suffices, for each of them waits for the server; eight are enough for some.
        let (polls, number) = (1 + turn % 8, 1 + turn / 8 % 2);
        let asked = scope(number as u64);
        let user = store::users::User {
            id: domain::UserId(uuid::Uuid::from_u128(turn as u128)),
            name: "Left".into(),
            email: None,
            created_at: begin(),
        };
        // A read, a write and a batch, each left after a while: in BEGIN, in a statement, in COMMIT.
        left += usize::from(Cut { inner: Box::pin(ids(asked)), polls }.await.is_none());
        let put = Cut { inner: Box::pin(store.users().put(asked, user)), polls };
        left += usize::from(put.await.is_none());
        let other = scope(3 - number as u64);
        assert_eq!(ids(other).await, own[2 - number], "after {polls} polls");
        assert_eq!(store.ledger().offset(PARTITION).await.expect("reads"), 120);
    }
    assert!(left >= 16, "callers did leave: {left}");
    store.close().await;
}

/// The lists of what a tenant reads are the same in both backends, to the last digit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_and_sqlite_show_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(test_support::FakeClock::at(end()));
    let sqlite = store_sqlite::SqliteStore::open(folder.path().join("ledger.db"), clock).expect("opens");
    let Opened { store: postgres, keep, .. } = Database::fresh().await.opened().await;
    let stores: [&dyn Store; 2] = [&sqlite, &*postgres];
    let rows = rows(400);
    let mut shown = Vec::new();
    for store in stores {
        settle(store).await;
        fill(store, &rows).await;
        let first = everything(store, PARTITION).await;
        store.ledger().rezone(tenant(2), "Pacific/Auckland").await.expect("moves");
        let middle = end().plus_millis(-20 * 86_400_000);
        while store.ledger().sweep_raw(middle, 100).await.expect("sweeps") > 0 {}
        let swept = everything(store, PARTITION).await;
        while store.ledger().roll_up(100).await.expect("rolls up") > 0 {}
        assert_eq!(everything(store, PARTITION).await, swept);
        store.usage().erase(scope(3)).await.expect("erases");
        shown.push([first, swept, everything(store, PARTITION).await]);
    }
    for (one, two) in shown[0].iter().zip(&shown[1]) {
        assert!(one.lines().count() > 500);
        for (one, two) in one.lines().zip(two.lines()) {
            assert_eq!(one, two);
        }
        assert_eq!(one.len(), two.len());
    }
    drop((postgres, keep));
}
