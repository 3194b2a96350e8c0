//! Large exports: made part by part, gone on with after a kill, given up, swept.

use crate::faulty::Faulty;
use crate::world::{World, until};
use metering::LedgerRow;
use std::sync::Arc;
use store::contract::sample::{begin, end, fill, rows, scope};
use store::exports::{Admission, Export, ExportState, KEPT_MS};
use store::usage::EventQuery;
use store::{StoreError, csv};
use test_support::tenant;
use uuid::Uuid;
use worker::Context;
use worker::jobs::run_now;

/// Rows of a part in these tests.
const PART_ROWS: usize = 7;

/// A world with so many rows, whose parts are small.
async fn world(count: usize) -> (World, Vec<LedgerRow>) {
    let mut world = World::new().await;
    world.settings.export_part_rows = PART_ROWS;
    let rows = rows(count);
    fill(&*world.store, &rows).await;
    (world, rows)
}

async fn ask(world: &World, number: u64, id: u128, query: EventQuery) -> Uuid {
    let export = Export::queued(Uuid::from_u128(id), query, "UTC".into(), world.clock_now());
    assert_eq!(world.store.exports().add(scope(number), &export).await.expect("adds"), Admission::Queued);
    export.id
}

async fn stands(world: &World, number: u64, id: Uuid) -> Export {
    world.store.exports().get(scope(number), id).await.expect("is there")
}

/// What is in a file so far.
async fn file(world: &World, number: u64, id: Uuid) -> String {
    let mut text = Vec::new();
    for part in 0..stands(world, number, id).await.parts {
        text.extend(
            world.store.exports().part(scope(number), id, part).await.expect("is there").open().expect("opens"),
        );
    }
    String::from_utf8(text).expect("text")
}

/// What must be in it: a tenant's rows, newest first.
fn wanted(rows: &[LedgerRow], number: u64) -> (String, u64) {
    let mut own: Vec<_> = rows.iter().filter(|row| row.event.tenant_id == tenant(number)).collect();
    own.sort_by_key(|row| std::cmp::Reverse((row.event.timestamp, row.event.event_id)));
    let mut text = String::new();
    csv::head(&mut text);
    own.iter().for_each(|row| csv::line(&mut text, row).expect("writes"));
    (text, own.len() as u64)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_killed_is_gone_on_with() {
    let (world, rows) = world(120).await;
    let query = EventQuery::of(begin(), end(), 1_000);
    let ids = [(1, ask(&world, 1, 11, query.clone()).await), (2, ask(&world, 2, 12, query).await)];
    // Each is counted and has its first part; then the process hears no more.
    let hanging = Arc::new(Context::new(world.deps_with(Arc::new(Faulty::hanging(Arc::clone(&world.store), 3)))));
    let killed = tokio::spawn(async move { run_now(&hanging, "exports").await });
    until("both files have begun", || async {
        stands(&world, 1, ids[0].1).await.parts + stands(&world, 2, ids[1].1).await.parts == 2
    })
    .await;
    killed.abort();
    assert!(killed.await.is_err(), "it was killed");
    let mut begun = Vec::new();
    for (number, id) in ids {
        let half = stands(&world, number, id).await;
        let (text, count) = wanted(&rows, number);
        assert_eq!((half.state, half.rows_total, half.rows_done), (ExportState::Running, Some(count), 7));
        let first = file(&world, number, id).await;
        assert!(text.starts_with(&first) && first.len() as u64 == half.bytes);
        begun.push(first);
    }

    // Whoever was killed keeps the job for as long as its lease.
    world.clock.advance_ms(60_001);
    assert_eq!(run_now(&world.context(), "exports").await.expect("goes on"), 2);
    for (number, id) in ids {
        let whole = stands(&world, number, id).await;
        let (text, count) = wanted(&rows, number);
        assert_eq!((whole.state, whole.rows_total, whole.rows_done), (ExportState::Done, Some(count), count));
        assert_eq!(whole.parts, count.div_ceil(PART_ROWS as u64));
        assert_eq!(whole.expires_at, Some(world.clock_now().plus_millis(KEPT_MS)));
        assert_eq!(file(&world, number, id).await, text, "every row once, in order");
        for other in (1..=3).filter(|other| *other != number) {
            let hidden = world.store.exports().get(scope(other), id).await;
            assert!(matches!(hidden, Err(StoreError::NotFound(_))));
        }
    }
    assert_eq!(run_now(&world.context(), "exports").await.expect("has nothing to do"), 0);
}

#[tokio::test]
async fn an_empty_span_gives_the_headings() {
    let (world, _) = world(10).await;
    let id = ask(&world, 1, 1, EventQuery::of(begin(), begin(), 1_000)).await;
    assert_eq!(run_now(&world.context(), "exports").await.expect("makes it"), 1);
    assert_eq!(stands(&world, 1, id).await.rows_total, Some(0));
    assert_eq!(file(&world, 1, id).await, wanted(&[], 1).0);
}

#[tokio::test]
async fn files_go_after_a_day_or_when_they_are_removed() {
    let (world, _) = world(60).await;
    let context = world.context();
    let run = async || run_now(&context, "exports").await.expect("runs");
    let query = EventQuery::of(begin(), end(), 1_000);
    let removed = ask(&world, 1, 1, query.clone()).await;
    world.store.exports().remove(scope(1), removed).await.expect("removes");
    let kept = ask(&world, 1, 2, query.clone()).await;
    assert_eq!(run().await, 1);
    let listed = world.store.exports().list(scope(1)).await.expect("lists");
    assert_eq!(listed.iter().map(|export| export.id).collect::<Vec<_>>(), [kept]);
    world.clock.advance_ms(KEPT_MS - 1);
    run().await;
    assert!(stands(&world, 1, kept).await.parts > 1);
    world.clock.advance_ms(1);
    run().await;
    assert_eq!(world.store.exports().list(scope(1)).await.expect("lists"), []);
    let due = world.store.ledger().exporting_tenants(world.clock_now()).await.expect("reads");
    assert_eq!(due, [], "nothing is left of either");

    // One that nobody could make for a day is given up, with what to do.
    let late = ask(&world, 2, 3, query).await;
    world.clock.advance_ms(KEPT_MS);
    assert_eq!(run().await, 1);
    let given_up = stands(&world, 2, late).await;
    assert_eq!(given_up.state, ExportState::Failed);
    assert!(given_up.error.is_some_and(|error| error.contains("shorter span")));
}
