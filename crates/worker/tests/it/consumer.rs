//! From the log into the ledger, each event once, whatever fails and whenever it is cut.

use crate::faulty::Faulty;
use crate::world::{World, until};
use domain::UsageEvent;
use events::source::JOURNAL_PARTITION;
use events::{EventLog, Offset};
use std::sync::Arc;
use store::contract::sample::{Dice, rows, scope};
use test_support::{event, tenant};
use tokio_util::sync::CancellationToken;
use worker::consumers::usage::{Consumer, Step};
use worker::replay::rebuild_from_log;
use worker::{Context, Worker};

/// Events of the three sample tenants of every kind.
fn many(count: usize) -> Vec<UsageEvent> {
    rows(count).into_iter().map(|row| row.event).collect()
}

/// A world whose clock stands after all sample events.
async fn world() -> World {
    let world = World::new().await;
    world.clock.set(store::contract::sample::end());
    world
}

/// Two worlds with the same log: one that has counted nothing yet, and one that was replayed, to compare with.
async fn uncounted_and_counted(events: usize) -> (World, World) {
    let (one, two) = (world().await, world().await);
    let events = many(events);
    one.append(&events);
    two.append(&events);
    rebuild_from_log(&two.context(), CancellationToken::new()).await.expect("replays");
    (one, two)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_become_rows_and_whose_they_are_is_published() {
    let world = World::new().await;
    let stop = CancellationToken::new();
    let worker = Worker::start(world.deps(), stop.clone());
    world.append(&[event(1), event(2)]);
    let log = Arc::clone(&world.log);
    until("the log is released", || {
        let released = log.stats().released;
        async move { released == Offset(2) }
    })
    .await;
    let row = world.store.usage().event(scope(1), event(1).event_id).await.expect("is there");
    assert_eq!(row, test_support::ledger_row(event(1)));
    assert!(world.published.lock().expect("whole").contains(&tenant(1)));

    // A redelivered event and a new one: only the new one counts.
    world.append(&[event(2), event(3)]);
    until("the log is released", || {
        let released = log.stats().released;
        async move { released == Offset(4) }
    })
    .await;
    stop.cancel();
    worker.joined().await;
    let other = World::new().await;
    other.append(&[event(1), event(2), event(3), event(3)]);
    rebuild_from_log(&other.context(), CancellationToken::new()).await.expect("replays");
    assert_eq!(world.look().await, other.look().await);
}

#[tokio::test]
async fn replay_gives_the_same_tables_whatever_the_batches() {
    let (one, mut two) = (world().await, world().await);
    let events = many(300);
    one.append(&events);
    two.append(&events);
    two.settings.batch_records = 7;
    let taken = rebuild_from_log(&one.context(), CancellationToken::new()).await.expect("replays");
    assert_eq!(taken, 300);
    rebuild_from_log(&two.context(), CancellationToken::new()).await.expect("replays");
    assert_eq!(one.look().await, two.look().await);
    let again = rebuild_from_log(&one.context(), CancellationToken::new()).await.expect("has nothing to do");
    assert_eq!(again, 0);
}

#[tokio::test]
async fn a_death_between_commit_and_release_counts_nothing_twice() {
    let world = world().await;
    world.append(&many(50));
    rebuild_from_log(&world.context(), CancellationToken::new()).await.expect("counts");
    let before = world.look().await;
    // The log of the next process: the same records, and it was never told how far they were stored.
    let mut next = world;
    next.log = Arc::default();
    next.append(&many(60));
    assert_eq!(next.log.stats().released, Offset(0));
    let context = next.context();
    let mut consumer = Consumer::begin(&context, CancellationToken::new()).await.expect("begins");
    assert_eq!(next.log.stats().released, Offset(50), "the store's offset is the truth, and the log hears of it");
    assert_eq!(next.look().await, before);
    assert_eq!(consumer.catch_up().await, Some(10));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consumer_cut_anywhere_loses_and_doubles_nothing() {
    let (mut one, two) = uncounted_and_counted(200).await;
    one.settings.batch_records = 5;
    let mut dice = Dice(3);
    let context = one.context();
    loop {
        // Each life is dropped after a few polls: before, during or after a commit, as it comes.
        let mut life = Box::pin(async {
            let mut consumer = Consumer::begin(&context, CancellationToken::new()).await.expect("begins");
            loop {
                if consumer.step().await == Step::Idle {
                    return;
                }
            }
        });
        let breath = std::time::Duration::from_micros(50 * dice.below(60) as u64);
        if tokio::time::timeout(breath, &mut life).await.is_ok() {
            break;
        }
    }
    assert_eq!(one.look().await, two.look().await);
}

#[tokio::test]
async fn a_failing_store_is_tried_until_it_takes_the_batch() {
    let (mut one, two) = uncounted_and_counted(100).await;
    one.settings.batch_records = 20;
    // Three times nothing was written, then twice it was and the answer got lost.
    let faulty = Arc::new(Faulty::new(Arc::clone(&one.store), 3, 2));
    let context = Context::new(one.deps_with(faulty));
    rebuild_from_log(&context, CancellationToken::new()).await.expect("gets there");
    assert_eq!(one.look().await, two.look().await);
}

#[tokio::test]
async fn who_is_fenced_claims_anew_and_goes_on() {
    let (mut one, two) = uncounted_and_counted(100).await;
    one.settings.batch_records = 20;
    let context = one.context();
    let mut consumer = Consumer::begin(&context, CancellationToken::new()).await.expect("begins");
    assert_eq!(consumer.step().await, Step::Took(20));
    // Another worker believes that the partition is its own.
    let claim = one.store.ledger().claim(JOURNAL_PARTITION).await.expect("claims");
    assert_eq!((claim.epoch, claim.next), (2, 20));
    assert_eq!(consumer.step().await, Step::Took(0), "nothing of ours is written under the old claim");
    assert_eq!(one.store.ledger().offset(JOURNAL_PARTITION).await.expect("reads"), 20);
    assert_eq!(consumer.catch_up().await, Some(80));
    assert_eq!(one.look().await, two.look().await);
}

#[tokio::test]
async fn a_stop_while_the_store_is_down_loses_nothing() {
    let world = world().await;
    world.append(&many(10));
    let stop = CancellationToken::new();
    let down = Arc::new(Faulty::new(Arc::clone(&world.store), u32::MAX, 0));
    let worker = Worker::start(world.deps_with(down), stop.clone());
    tokio::task::yield_now().await;
    stop.cancel();
    worker.joined().await;
    assert_eq!(world.log.stats().released, Offset(0));
    let taken = rebuild_from_log(&world.context(), CancellationToken::new()).await.expect("counts");
    assert_eq!(taken, 10);
}
