//! What every source must do, whatever log is behind it: run [`all`] over each.

use super::ledger::{MemoryLedger, Refused};
use super::{ADMITTED, event};
use crate::log::{LogError, Offset, RecordKind};
use crate::source::{Claim, Claims, EventFeed, EventSource, PartitionBatch, Reading};
use crate::usage::decode;
use async_trait::async_trait;
use domain::{EventId, TenantId, UsageEvent};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// The bound of every wait here: far beyond what is needed, it ends a test that hangs.
const BOUND: Duration = Duration::from_secs(60);

/// A log of its own with nothing in it, and a way to put events there.
#[async_trait]
pub trait Stage: Send + Sync {
    /// The log.
    fn feed(&self) -> Box<dyn EventFeed>;
    /// Appends events as the log's producers do.
    async fn publish(&self, events: &[UsageEvent]);
    /// Takes away what the stage made.
    async fn end(self);
}

/// Reads without waiting for long.
pub const READING: Reading =
    Reading { records: 40, bytes: 1 << 20, rest: Duration::from_millis(1), idle: Duration::from_millis(200) };

/// Event `n`, of one of seven tenants.
#[must_use]
pub fn event_of_many(n: u64) -> UsageEvent {
    UsageEvent { tenant_id: TenantId(Uuid::from_u128(u128::from(n % 7) + 1)), ..event(n) }
}

/// A run of events.
#[must_use]
pub fn events_of_many(range: std::ops::Range<u64>) -> Vec<UsageEvent> {
    range.map(event_of_many).collect()
}

/// Opens a source that claims in a ledger.
///
/// # Panics
/// It does not open.
pub async fn open(feed: &dyn EventFeed, ledger: &MemoryLedger) -> Box<dyn EventSource> {
    feed.open(Arc::new(ledger.clone()), READING).await.expect("opens")
}

/// Reads and writes until the ledger holds `count` events. Answers the batches.
///
/// # Panics
/// The source fails, or a batch is refused, or it takes far too long.
pub async fn consume(source: &mut dyn EventSource, ledger: &MemoryLedger, count: usize) -> Vec<PartitionBatch> {
    let mut taken = Vec::new();
    let deadline = Instant::now() + BOUND;
    while ledger.events().len() < count {
        assert!(Instant::now() < deadline, "{} of {count} events came", ledger.events().len());
        let batches = source.next().await.expect("reads");
        for batch in batches {
            assert_eq!(ledger.apply(&batch), Ok(()));
            source.stored(&batch.partition, batch.next);
            taken.push(batch);
        }
    }
    taken
}

/// Reads until something comes, and writes nothing.
///
/// # Panics
/// Nothing comes.
pub async fn peek(source: &mut dyn EventSource) -> Vec<PartitionBatch> {
    let reading = async {
        loop {
            let batches = source.next().await.expect("reads");
            if !batches.is_empty() {
                return batches;
            }
        }
    };
    timeout(BOUND, reading).await.expect("something comes")
}

/// Runs the whole suite; `make` gives an empty log each time.
///
/// # Panics
/// The source breaks the contract.
pub async fn all<S: Stage>(mut make: impl AsyncFnMut() -> S) {
    let stage = make().await;
    every_event_comes_once_in_its_partitions_order(&stage).await;
    stage.end().await;
    let stage = make().await;
    it_goes_on_where_the_store_stands(&stage).await;
    stage.end().await;
    let stage = make().await;
    what_was_not_stored_comes_again(&stage).await;
    stage.end().await;
    let stage = make().await;
    an_older_claim_writes_nothing(&stage).await;
    stage.end().await;
    let stage = make().await;
    lag_falls_to_nothing_when_all_is_stored(&stage).await;
    stage.end().await;
    let stage = make().await;
    an_offset_beyond_the_end_is_told(&stage).await;
    stage.end().await;
    let stage = make().await;
    who_gets_no_claim_is_given_nothing(&stage).await;
    stage.end().await;
}

fn ids(events: &[UsageEvent]) -> BTreeMap<EventId, u32> {
    events.iter().map(|event| (event.event_id, 1)).collect()
}

async fn every_event_comes_once_in_its_partitions_order(stage: &impl Stage) {
    let (ledger, events) = (MemoryLedger::default(), events_of_many(0..300));
    stage.publish(&events[..150]).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    let mut batches = consume(&mut *source, &ledger, 150).await;
    stage.publish(&events[150..]).await;
    batches.extend(consume(&mut *source, &ledger, 300).await);
    assert_eq!(ledger.events(), ids(&events));
    let mut places: BTreeMap<Arc<str>, Offset> = BTreeMap::new();
    let mut owners: BTreeMap<TenantId, Arc<str>> = BTreeMap::new();
    for batch in batches {
        let place = places.entry(Arc::clone(&batch.partition)).or_default();
        assert_eq!(*place, batch.from, "batches follow each other");
        assert!(!batch.records.is_empty() && batch.records.len() <= READING.records);
        for record in &batch.records {
            assert!(*place <= record.offset && record.offset < record.next && record.next <= batch.next);
            *place = record.next;
            let RecordKind::Usage(payload) = &record.kind else { panic!("damaged") };
            let event = decode(payload, ADMITTED.plus_millis(86_400_000)).expect("decodes");
            let owner = owners.entry(event.tenant_id).or_insert_with(|| Arc::clone(&batch.partition));
            assert_eq!(*owner, batch.partition, "a tenant's events are in one partition");
        }
        *place = batch.next;
    }
    let nothing = timeout(BOUND, source.next()).await.expect("ends").expect("reads");
    assert!(nothing.is_empty(), "nothing more is there");
    source.close().await;
}

async fn it_goes_on_where_the_store_stands(stage: &impl Stage) {
    let (ledger, events) = (MemoryLedger::default(), events_of_many(0..200));
    stage.publish(&events[..120]).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 120).await;
    source.close().await;
    let before = ledger.partitions();
    stage.publish(&events[120..]).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    for batch in consume(&mut *source, &ledger, 200).await {
        assert!(before.get(&*batch.partition).is_none_or(|before| batch.epoch > before.epoch));
    }
    assert_eq!(ledger.events(), ids(&events));
    source.close().await;
}

async fn what_was_not_stored_comes_again(stage: &impl Stage) {
    let (ledger, events) = (MemoryLedger::default(), events_of_many(0..100));
    stage.publish(&events).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    peek(&mut *source).await;
    source.close().await;
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 100).await;
    assert_eq!(ledger.events(), ids(&events));
    source.close().await;
}

async fn an_older_claim_writes_nothing(stage: &impl Stage) {
    let (ledger, events) = (MemoryLedger::default(), events_of_many(0..100));
    stage.publish(&events).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    let batches = peek(&mut *source).await;
    // As another worker would, which believes that the partition is its own.
    for batch in &batches {
        ledger.claim(&batch.partition).await;
    }
    for batch in &batches {
        assert_eq!(ledger.apply(batch), Err(Refused::Fenced));
        assert!(source.holds(&batch.partition, batch.epoch), "nobody took it from us");
        assert!(!source.holds(&batch.partition, batch.epoch + 1));
    }
    source.close().await;
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 100).await;
    assert_eq!(ledger.events(), ids(&events));
    source.close().await;
}

async fn lag_falls_to_nothing_when_all_is_stored(stage: &impl Stage) {
    let ledger = MemoryLedger::default();
    let mut source = open(&*stage.feed(), &ledger).await;
    // The store's side is at rest before anything is written.
    let nothing = source.next().await.expect("reads");
    assert!(nothing.is_empty());
    stage.publish(&events_of_many(0..50)).await;
    let batches = peek(&mut *source).await;
    assert!(source.lag().is_behind(), "what was given is not stored");
    for batch in batches {
        assert_eq!(ledger.apply(&batch), Ok(()));
        source.stored(&batch.partition, batch.next);
    }
    consume(&mut *source, &ledger, 50).await;
    let deadline = Instant::now() + BOUND;
    while source.lag().events != Some(0) || source.lag().is_behind() || !source.is_at_end() {
        assert!(Instant::now() < deadline, "{:?}", source.lag());
        let nothing = source.next().await.expect("reads");
        assert!(nothing.is_empty());
    }
    source.close().await;
}

async fn an_offset_beyond_the_end_is_told(stage: &impl Stage) {
    let ledger = MemoryLedger::default();
    stage.publish(&events_of_many(0..50)).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 50).await;
    source.close().await;
    let ahead = Offset(1 << 62);
    let mut partitions = BTreeSet::new();
    for (partition, claim) in ledger.partitions() {
        if claim.next > Offset::START {
            ledger.place(&partition, ahead);
            partitions.insert(partition);
        }
    }
    let mut source = open(&*stage.feed(), &ledger).await;
    let telling = async {
        loop {
            match source.next().await {
                Ok(batches) => assert!(batches.is_empty(), "nothing can be read there"),
                Err(error) => return error,
            }
        }
    };
    let error = timeout(BOUND, telling).await.expect("is told");
    match error {
        LogError::Ahead { from, .. } => assert_eq!(from, ahead),
        LogError::Partition { partition, source } => {
            assert!(partitions.contains(&partition), "{partition}");
            assert!(matches!(*source, LogError::Ahead { from, .. } if from == ahead), "{source}");
        }
        other => panic!("{other}"),
    }
    source.close().await;
}

/// Claims of a worker that stops.
struct Stopping;

#[async_trait]
impl Claims for Stopping {
    async fn claim(&self, _partition: &str) -> Option<Claim> {
        None
    }
}

async fn who_gets_no_claim_is_given_nothing(stage: &impl Stage) {
    stage.publish(&events_of_many(0..10)).await;
    match stage.feed().open(Arc::new(Stopping), READING).await {
        Err(error) => assert!(matches!(error, LogError::Closed), "{error}"),
        Ok(mut source) => {
            let ending = async {
                loop {
                    match source.next().await {
                        Ok(batches) => assert!(batches.is_empty()),
                        Err(error) => return error,
                    }
                }
            };
            let error = timeout(BOUND, ending).await.expect("ends");
            assert!(matches!(error, LogError::Closed), "{error}");
            source.close().await;
        }
    }
}
