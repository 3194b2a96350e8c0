//! From the journal to Kafka: everything, whatever dies in between.

use crate::kafka::stage::{BOUND, KafkaStage, settings};
use domain::{EventId, SystemClock, Timestamp, UsageEvent};
use events::contract::ledger::MemoryLedger;
use events::contract::source::{Stage as _, consume, events_of_many, open};
use events::contract::{ADMITTED, intent};
use events::kafka::{KafkaSettings, Shipper, ensure_topics};
use events::memory::MemoryLog;
use events::usage::encode;
use events::{EventLog, Intent, Journal, Offset, RecordKind, Settings, topics};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminOptions, AlterConfig, ResourceSpecifier};
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::Message as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

pub fn journal(folder: &Path, minutes: i64) -> Arc<Journal> {
    let now = Timestamp::from_millis(ADMITTED.as_millis() + minutes * 60_000);
    Arc::new(Journal::open(Settings { segment_bytes: 16 << 10, ..Settings::in_dir(folder) }, now).expect("opens"))
}

pub fn settle(log: &dyn EventLog, events: &[UsageEvent]) {
    for event in events {
        let intent = Intent { event_id: event.event_id, tenant_id: event.tenant_id, ..intent(0) };
        log.begin(&intent).expect("admits");
        log.settle(event).expect("settles");
    }
}

pub fn ship(settings: &KafkaSettings, log: Arc<dyn EventLog>, folder: &Path) -> (Shipper, CancellationToken) {
    let stop = CancellationToken::new();
    let clock = Arc::new(SystemClock);
    let shipper = Shipper::start(settings.clone(), log, folder, clock, stop.clone()).expect("starts");
    (shipper, stop)
}

pub async fn until_released(log: &dyn EventLog) {
    let deadline = Instant::now() + BOUND;
    while log.stats().released < log.head() {
        assert!(Instant::now() < deadline, "{:?}", log.stats());
        sleep(Duration::from_millis(10)).await;
    }
}

/// Everything on a topic: keys and payloads.
fn all_of(stage: &KafkaStage, name: &str) -> Vec<(String, serde_json::Value)> {
    let topic = stage.settings.topic(name);
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", stage.settings.addresses())
        .set("group.id", "reader")
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .create()
        .expect("a consumer");
    let mut list = rdkafka::TopicPartitionList::new();
    let partitions = i32::try_from(stage.settings.partitions).expect("small");
    for partition in 0..partitions {
        list.add_partition_offset(&topic, partition, rdkafka::Offset::Beginning).expect("an offset");
    }
    consumer.assign(&list).expect("assigns");
    let (mut found, mut ended) = (Vec::new(), BTreeSet::new());
    let deadline = std::time::Instant::now() + BOUND;
    while ended.len() < list.count() {
        assert!(std::time::Instant::now() < deadline, "reads to the end");
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => {
                let key = String::from_utf8(message.key().expect("a key").to_vec()).expect("text");
                found.push((key, serde_json::from_slice(message.payload().expect("a payload")).expect("JSON")));
            }
            Some(Err(rdkafka::error::KafkaError::PartitionEOF(partition))) => {
                ended.insert(partition);
            }
            Some(Err(error)) => panic!("{error}"),
            None => {}
        }
    }
    found
}

fn ids(found: &[(String, serde_json::Value)]) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for (_, value) in found {
        *ids.entry(value["event_id"].as_str().expect("an id").to_owned()).or_default() += 1;
    }
    ids
}

fn names(events: &[UsageEvent]) -> BTreeSet<String> {
    events.iter().map(|event| event.event_id.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_in_the_journal_is_on_the_three_topics_and_freed() {
    let stage = KafkaStage::new(3).await;
    let folder = tempfile::tempdir().expect("a folder");
    let log = journal(folder.path(), 0);
    let mut events = events_of_many(0..500);
    for event in events.iter_mut().step_by(5) {
        event.succeeded = false;
        event.error_code = Some("overloaded".parse().expect("a code"));
    }
    settle(&*log, &events[..300]);
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    settle(&*log, &events[300..]);
    until_released(&*log).await;
    stop.cancel();
    shipper.joined().await;

    let usage = all_of(&stage, topics::USAGE);
    assert_eq!(usage.len(), 500, "an idempotent producer sends each once");
    for (key, value) in &usage {
        assert_eq!(value["tenant_id"], key.as_str(), "keyed by tenant");
    }
    let by_id: BTreeMap<EventId, &UsageEvent> = events.iter().map(|event| (event.event_id, event)).collect();
    for (_, value) in usage.iter().take(20) {
        let id: EventId = value["event_id"].as_str().expect("an id").parse().expect("an id");
        let journaled: serde_json::Value = serde_json::from_slice(&encode(by_id[&id])).expect("JSON");
        assert_eq!(*value, journaled, "as the journal has it");
    }
    let performance = all_of(&stage, topics::PERFORMANCE);
    assert_eq!(ids(&performance).keys().cloned().collect::<BTreeSet<_>>(), names(&events));
    assert_eq!(performance.len(), 500);
    let failed: Vec<UsageEvent> = events.iter().filter(|event| !event.succeeded).cloned().collect();
    let errors = all_of(&stage, topics::ERRORS);
    assert_eq!((errors.len(), ids(&errors).into_keys().collect::<BTreeSet<_>>()), (100, names(&failed)));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lives_that_follow_each_other_lose_nothing_and_send_little_again() {
    let stage = KafkaStage::new(2).await;
    let folder = tempfile::tempdir().expect("a folder");
    // One that is stopped: the next begins where it ended.
    let log = journal(folder.path(), 0);
    settle(&*log, &events_of_many(0..200));
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    until_released(&*log).await;
    settle(&*log, &events_of_many(200..210));
    stop.cancel();
    shipper.joined().await;
    assert_eq!(log.stats().released, log.head(), "what is there when it must stop is sent before it does");
    drop(log);
    let log = journal(folder.path(), 1);
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    settle(&*log, &events_of_many(210..300));
    until_released(&*log).await;
    assert_eq!(all_of(&stage, topics::USAGE).len(), 300, "nothing was sent twice");

    // One that is killed at some moment: what it did not note is sent again.
    settle(&*log, &events_of_many(300..600));
    sleep(Duration::from_millis(20)).await;
    drop((shipper, stop));
    drop(log);
    let deadline = Instant::now() + BOUND;
    let log = loop {
        // The killed one's reading hand may hold the folder a moment longer.
        let now = Timestamp::from_millis(ADMITTED.as_millis() + 120_000);
        match Journal::open(Settings::in_dir(folder.path()), now) {
            Ok(journal) => break Arc::new(journal),
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        sleep(Duration::from_millis(20)).await;
    };
    std::fs::remove_file(folder.path().join("shipped")).expect("removes the note");
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    until_released(&*log).await;
    stop.cancel();
    shipper.joined().await;
    let found = ids(&all_of(&stage, topics::USAGE));
    assert_eq!(found.keys().cloned().collect::<BTreeSet<_>>(), names(&events_of_many(0..600)), "nothing is lost");
    assert!(found.values().any(|count| *count > 1), "and what is not known to be sent is sent again");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn topics_that_come_late_are_waited_for() {
    let stage = KafkaStage { settings: settings(2) };
    let folder = tempfile::tempdir().expect("a folder");
    let log = journal(folder.path(), 0);
    settle(&*log, &events_of_many(0..50));
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    sleep(Duration::from_millis(300)).await;
    assert_eq!(log.stats().released, Offset::START);
    ensure_topics(&stage.settings).await.expect("makes the topics");
    until_released(&*log).await;
    stop.cancel();
    shipper.joined().await;
    assert_eq!(all_of(&stage, topics::USAGE).len(), 50);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_kafka_does_not_take_becomes_a_note_and_stops_nothing() {
    let stage = KafkaStage::new(1).await;
    let topic = stage.topic();
    let alter = AlterConfig::new(ResourceSpecifier::Topic(&topic)).set("max.message.bytes", "2000");
    stage.admin().alter_configs([&alter], &AdminOptions::new()).await.expect("alters");
    let log = Arc::new(MemoryLog::new());
    let events = events_of_many(0..60);
    for (place, event) in events.iter().enumerate() {
        let mut event = event.clone();
        if place == 30 {
            // Attempts that no compression makes small.
            event.attempts = (0..64).map(|n| unlike(n, &event)).collect();
        }
        log.push(RecordKind::Usage(encode(&event)));
        if place == 10 {
            log.push(RecordKind::Damaged);
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (shipper, stop) = ship(&stage.settings, log.clone(), folder.path());
    until_released(&*log).await;
    stop.cancel();
    shipper.joined().await;

    let ledger = MemoryLedger::default();
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 59).await;
    source.close().await;
    let notes: Vec<_> =
        all_of(&stage, topics::USAGE).into_iter().filter(|(_, value)| value["provider"].is_null()).collect();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].1["event_id"], events[30].event_id.to_string());
    assert_eq!(notes[0].1["tenant_id"], events[30].tenant_id.to_string());
    assert!(!ledger.events().contains_key(&events[30].event_id));
    assert_eq!(ledger.unreadable().len(), 1, "it is there to be filed");
    stage.end().await;
}

/// An attempt that differs from all others.
fn unlike(n: u64, event: &UsageEvent) -> domain::Attempt {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    domain::Attempt {
        target: domain::ModelRef {
            provider: event.provider.clone(),
            model: format!("m-{mixed:x}-{:x}", mixed.rotate_left(17)).parse().expect("a model"),
        },
        latency_ms: mixed % 80_000_000,
        ttft_ms: Some(mixed >> 40),
        outcome: domain::Outcome::Ok,
        error_code: None,
        usage: event.usage,
        usage_source: None,
    }
}
