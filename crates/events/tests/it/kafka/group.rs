//! Workers that come, go and fall silent: every event is stored once, whoever believes what.

use crate::kafka::between::Between;
use crate::kafka::broker::Broker;
use crate::kafka::member::{Member, join};
use crate::kafka::stage::{BOUND, KafkaStage};
use domain::EventId;
use events::contract::ledger::{MemoryLedger, Refused};
use events::contract::source::{READING, Stage as _, events_of_many, peek};
use events::kafka::KafkaSettings;
use events::{Claim, EventSource, Reading};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const PARTITIONS: u32 = 12;

async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + BOUND;
    while !done() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// The ids of a run of events, each stored once.
fn once(range: std::ops::Range<u64>) -> BTreeMap<EventId, u32> {
    events_of_many(range).iter().map(|event| (event.event_id, 1)).collect()
}

async fn until_stored(ledger: &MemoryLedger, upto: u64) {
    until("all is stored", || ledger.events().len() as u64 >= upto).await;
    assert_eq!(ledger.events(), once(0..upto));
}

/// Partitions that a source holds under their newest claim.
fn held(source: &dyn EventSource, ledger: &MemoryLedger) -> BTreeMap<String, Claim> {
    let all = ledger.partitions().into_iter();
    all.filter(|(name, claim)| source.holds(name, claim.epoch)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_is_busy_still_shares_with_others() {
    let stage = KafkaStage::new(PARTITIONS).await;
    let ledger = MemoryLedger::default();
    stage.publish(&events_of_many(0..3_000)).await;
    let reading = Reading { records: 5, ..READING };
    let mut busy = stage.feed().open(Arc::new(ledger.clone()), reading).await.expect("opens");
    let first = peek(&mut *busy).await;
    // It takes nothing from here on: its thread has no room left, and answers the group all the same.
    let second = Member::start(&stage.settings, &ledger);
    until("the second is given its share", || {
        ledger.partitions().values().filter(|claim| claim.epoch == 2).count() == PARTITIONS as usize / 2
    })
    .await;
    let mut batches = first;
    let deadline = Instant::now() + BOUND;
    while ledger.events().len() < 3_000 {
        assert!(Instant::now() < deadline, "{} came", ledger.events().len());
        for batch in batches {
            // What it was given of partitions that it gave up since is the other's now.
            match ledger.apply(&batch) {
                Ok(()) => busy.stored(&batch.partition, batch.next),
                Err(refused) => assert!(!busy.holds(&batch.partition, batch.epoch), "{refused:?}"),
            }
        }
        batches = busy.next().await.expect("reads");
    }
    assert_eq!(ledger.events(), once(0..3_000));
    second.leave().await;
    busy.close().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_is_stored_once_while_workers_come_go_and_fall_silent() {
    let mut between = Between::new().await;
    let port = between.port();
    let broker = tokio::task::spawn_blocking(move || Broker::start_behind(port)).await.expect("starts");
    between.pass_on_to(broker.behind());
    let mut stage = KafkaStage::at(&broker.plain(), PARTITIONS).await;
    stage.settings.session_time = Duration::from_secs(2);
    let far = KafkaSettings {
        brokers: KafkaSettings::from_url(&between.url()).expect("reads").brokers,
        ..stage.settings.clone()
    };
    let ledger = MemoryLedger::default();

    // The first worker has everything. It is the one that is far away, and is looked at closely.
    let mut first = join(&far, &ledger).await;
    stage.publish(&events_of_many(0..200)).await;
    events::contract::source::consume(&mut *first, &ledger, 200).await;
    until("the first has all", || held(&*first, &ledger).len() == PARTITIONS as usize).await;
    let before = ledger.partitions();

    // A second one joins: what the first keeps it keeps under its claim.
    let second = Member::start(&stage.settings, &ledger);
    let deadline = Instant::now() + BOUND;
    let kept = loop {
        assert!(Instant::now() < deadline, "the second gets its share");
        for batch in first.next().await.expect("reads") {
            assert_eq!(ledger.apply(&batch), Ok(()));
            first.stored(&batch.partition, batch.next);
        }
        let kept = held(&*first, &ledger);
        let claimed = ledger.partitions().values().filter(|claim| claim.epoch == 2).count();
        if kept.len() + claimed == PARTITIONS as usize && claimed > 0 {
            break kept;
        }
    };
    assert_eq!(kept.len(), PARTITIONS as usize / 2, "each has half");
    for (partition, claim) in &kept {
        assert_eq!(claim.epoch, before[partition].epoch, "{partition} stayed and was not claimed again");
    }

    // The first is given batches and falls silent before they are stored; the second is given all it had.
    stage.publish(&events_of_many(200..400)).await;
    let late = peek(&mut *first).await;
    between.hold(true);
    until_stored(&ledger, 400).await;
    let names: BTreeSet<String> = kept.keys().cloned().collect();
    for batch in &late {
        assert!(names.contains(&*batch.partition));
        assert_eq!(ledger.apply(batch), Err(Refused::Fenced), "a zombie's batch");
    }
    assert_eq!(ledger.events(), once(0..400));

    // It comes back, gets its share again, and goes without a word; nothing is lost on the way.
    between.hold(false);
    let first_again = tokio::spawn({
        let ledger = ledger.clone();
        async move {
            let deadline = Instant::now() + BOUND;
            while held(&*first, &ledger).is_empty() {
                assert!(Instant::now() < deadline, "it is given something again");
                for batch in first.next().await.unwrap_or_default() {
                    if ledger.apply(&batch).is_ok() {
                        first.stored(&batch.partition, batch.next);
                    }
                }
            }
            first
        }
    });
    stage.publish(&events_of_many(400..600)).await;
    let first = first_again.await.expect("comes back");
    between.hold(true);
    drop(first);
    until_stored(&ledger, 600).await;

    // Many come and go at once.
    let third = Member::start(&stage.settings, &ledger);
    stage.publish(&events_of_many(600..800)).await;
    let fourth = Member::start(&stage.settings, &ledger);
    second.leave().await;
    stage.publish(&events_of_many(800..1_000)).await;
    third.leave().await;
    until_stored(&ledger, 1_000).await;
    fourth.leave().await;
    tokio::task::spawn_blocking(move || drop(broker)).await.expect("ends");
}
