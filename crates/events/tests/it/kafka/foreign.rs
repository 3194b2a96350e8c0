//! What other programs put on the topic, and what the cluster takes away: neither stops a partition.

use crate::kafka::stage::{BOUND, KafkaStage};
use events::contract::event;
use events::contract::ledger::MemoryLedger;
use events::contract::source::{READING, Stage as _, consume, events_of_many, open, peek};
use events::usage::encode;
use events::{LogError, Reading};
use rdkafka::TopicPartitionList;
use rdkafka::admin::AdminOptions;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// An event with the seed's fields only, as another program writes it.
const SEED_ONLY: &[u8] = include_bytes!("../../../fixtures/usage-seed-only.json");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_is_filed_and_the_seeds_fields_are_enough() {
    let stage = KafkaStage::new(1).await;
    let large = vec![b'x'; 200 << 10];
    let first = encode(&event(1));
    let last = encode(&event(2));
    stage.send(&[
        (Some("k"), Some(&first)),
        (Some("k"), None),
        (None, Some(b"")),
        (None, Some(b"\xff\xfe\x00garbage")),
        (Some("k"), Some(b"{\"prompt\":\"canary\"}")),
        (Some(""), Some(&large)),
        (Some("k"), Some(SEED_ONLY)),
        (Some("k"), Some(&last)),
    ]);
    let ledger = MemoryLedger::default();
    let mut source = open(&*stage.feed(), &ledger).await;
    let batches = consume(&mut *source, &ledger, 3).await;
    let offsets: Vec<u64> = ledger.unreadable().iter().map(|(_, offset)| offset.0).collect();
    assert_eq!(offsets, [1, 2, 3, 4, 5], "each is there to be filed, and the rest is stored");
    assert_eq!(batches.iter().map(|batch| batch.records.len()).sum::<usize>(), 8);
    source.close().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_cluster_deleted_unread_is_told_and_not_jumped_over_in_silence() {
    let stage = KafkaStage::new(1).await;
    let partition = format!("kafka/{}/0", stage.topic());
    let ledger = MemoryLedger::default();
    stage.publish(&events_of_many(0..50)).await;
    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 50).await;
    source.close().await;
    stage.publish(&events_of_many(50..100)).await;
    let mut upto = TopicPartitionList::new();
    upto.add_partition_offset(&stage.topic(), 0, rdkafka::Offset::Offset(80)).expect("an offset");
    stage.admin().delete_records(&upto, &AdminOptions::new()).await.expect("deletes");

    let mut source = open(&*stage.feed(), &ledger).await;
    consume(&mut *source, &ledger, 70).await;
    let lost = ledger.damaged();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert_eq!((lost[0].0.as_str(), lost[0].1.0, lost[0].2.0), (partition.as_str(), 50, 80));

    // A store that has never read it misses nothing that it could have had.
    source.close().await;
    let other = MemoryLedger::default();
    let mut source = open(&*stage.feed(), &other).await;
    consume(&mut *source, &other, 20).await;
    assert_eq!(other.damaged(), []);
    source.close().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_deleted_while_the_worker_is_busy_is_told() {
    let stage = KafkaStage::new(1).await;
    let ledger = MemoryLedger::default();
    stage.publish(&events_of_many(0..3_000)).await;
    // A worker that is busy for longer than the client keeps what it has fetched.
    let reading = Reading { records: 10, ..READING };
    let open = async || stage.feed().open(Arc::new(ledger.clone()), reading).await.expect("opens");
    let mut source = open().await;
    let first = peek(&mut *source).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mut upto = TopicPartitionList::new();
    upto.add_partition_offset(&stage.topic(), 0, rdkafka::Offset::Offset(2_900)).expect("an offset");
    stage.admin().delete_records(&upto, &AdminOptions::new()).await.expect("deletes");

    let mut batches = first;
    let deadline = Instant::now() + BOUND;
    let lost = || ledger.damaged().iter().map(|(_, from, to)| to.0 - from.0).sum::<u64>();
    loop {
        for batch in batches {
            assert_eq!(ledger.apply(&batch), Ok(()));
            source.stored(&batch.partition, batch.next);
        }
        if ledger.events().len() as u64 + lost() == 3_000 {
            break;
        }
        assert!(Instant::now() < deadline, "{} stored, {} lost", ledger.events().len(), lost());
        batches = match source.next().await {
            Ok(batches) => batches,
            Err(LogError::Closed) => {
                source.close().await;
                source = open().await;
                Vec::new()
            }
            Err(error) => panic!("{error}"),
        };
    }
    assert!(ledger.events().values().all(|times| *times == 1));
    source.close().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_that_is_not_there_is_told() {
    let stage = KafkaStage { settings: crate::kafka::stage::settings(1) };
    let ledger = MemoryLedger::default();
    let mut source = open(&*stage.feed(), &ledger).await;
    let deadline = Instant::now() + BOUND;
    let told = loop {
        assert!(Instant::now() < deadline, "is told");
        if let Err(error) = source.next().await {
            break error.to_string();
        }
    };
    assert!(told.contains(&stage.topic()) && told.contains("tollkeeper migrate"), "{told}");
    source.close().await;
}
