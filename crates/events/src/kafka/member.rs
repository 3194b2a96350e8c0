//! A member of the workers' group: claims what it is given in the store, and lets go what it must give up.

use super::client::pass_on;
use super::shared::Shared;
use super::statistics;
use crate::log::{LogError, Offset, Record, RecordKind};
use crate::source::{Claims, Reading};
use crate::telemetry;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer as _, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{Offset as KafkaOffset, TopicPartitionList};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// How long one question about a partition's ends may take.
const ENDS_TIME: Duration = Duration::from_secs(3);

/// What the group's callbacks need.
pub(super) struct Member {
    pub(super) shared: Arc<Shared>,
    pub(super) claims: Arc<dyn Claims>,
    /// Claims are made on the worker's runtime.
    pub(super) runtime: Handle,
    pub(super) topic: String,
    pub(super) reading: Reading,
    /// Partitions whose offset lies beyond their end; they are looked at again.
    pub(super) stuck: Mutex<Vec<i32>>,
}

impl Member {
    /// The name of a partition, as the store knows it.
    fn name(&self, partition: i32) -> Arc<str> {
        format!("kafka/{}/{partition}", self.topic).into()
    }

    /// Claims partitions and begins to read them where the store says.
    pub(super) fn seat(&self, consumer: &BaseConsumer<Self>, partitions: &[i32]) {
        let mut list = TopicPartitionList::new();
        let mut asks_for_ends = true;
        for partition in partitions {
            if self.shared.board().is_closing {
                break;
            }
            let name = self.name(*partition);
            // The store may be down for long. Should the group give the partition to another meanwhile, then whoever reads
            // it finds its claim outdated and claims again.
            let Some(claim) = self.runtime.block_on(self.claims.claim(&name)) else {
                // Without a claim nothing can be stored: the worker begins anew, or stops.
                self.shared.board().is_closing = true;
                break;
            };
            let next = claim.next;
            let ends = (asks_for_ends && next > Offset::START).then(|| self.ends(consumer, *partition)).flatten();
            asks_for_ends = next == Offset::START || ends.is_some();
            if let Some((_, end)) = ends.filter(|(_, end)| next.0 > *end) {
                tracing::error!(partition = %name, from = %next, end, "a partition ends before its stored offset; it is not read");
                self.stuck.lock().unwrap_or_else(PoisonError::into_inner).push(*partition);
                let source = Box::new(LogError::Ahead { from: next, head: Offset(end) });
                self.shared.trouble(LogError::Partition { partition: name.to_string(), source });
                continue;
            }
            let mut board = self.shared.board();
            board.hold(*partition, Arc::clone(&name), claim);
            if let Some((begin, end)) = ends {
                board.ends_at(*partition, end);
                if begin > next.0 {
                    tracing::error!(partition = %name, from = %next, to = begin, "Kafka has deleted records that were never stored: its retention is shorter than the worker was away");
                    metrics::counter!(telemetry::EXPIRED).increment(1);
                    let lost = Record { offset: next, next: Offset(begin), kind: RecordKind::Damaged };
                    board.take_in(*partition, lost, None, &self.reading, Instant::now());
                }
            }
            drop(board);
            let from = ends.map_or(next.0, |(begin, _)| begin.max(next.0));
            let from = match i64::try_from(from) {
                Ok(0) | Err(_) => KafkaOffset::Beginning,
                Ok(from) => KafkaOffset::Offset(from),
            };
            if let Err(error) = list.add_partition_offset(&self.topic, *partition, from) {
                tracing::error!(%error, partition = %name, "a partition cannot be read from its offset");
            }
        }
        self.shared.board().was_assigned(true);
        if let Err(error) = consumer.incremental_assign(&list) {
            tracing::error!(%error, "partitions that were given could not be taken; the group gives them again");
            self.release(partitions);
        } else {
            tracing::info!(?partitions, "partitions were given to this worker");
        }
        self.shared.arrived.notify_waiters();
    }

    /// Where a partition begins and ends; `None` when nobody tells in time: the first read then finds out.
    fn ends(&self, consumer: &BaseConsumer<Self>, partition: i32) -> Option<(u64, u64)> {
        match consumer.fetch_watermarks(&self.topic, partition, ENDS_TIME) {
            Ok((begin, end)) => Some((u64::try_from(begin).ok()?, u64::try_from(end).ok()?)),
            Err(error) => {
                tracing::debug!(%error, partition, "a partition's ends are not told");
                None
            }
        }
    }

    fn release(&self, partitions: &[i32]) {
        let mut board = self.shared.board();
        for partition in partitions {
            board.let_go(*partition);
        }
        drop(board);
        self.stuck.lock().unwrap_or_else(PoisonError::into_inner).retain(|stuck| !partitions.contains(stuck));
        self.shared.wake();
    }
}

impl ClientContext for Member {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, words: &str) {
        pass_on(level, facility, words);
    }

    fn stats_raw(&self, json: &[u8]) {
        let Some(figures) = statistics::read(json, &self.topic) else { return };
        metrics::gauge!(telemetry::BROKER_UP, "client" => "worker").set(if figures.is_up { 1.0 } else { 0.0 });
        let mut board = self.shared.board();
        for (partition, end) in figures.ends {
            board.ends_at(partition, end);
        }
    }

    fn error(&self, _error: KafkaError, _reason: &str) {
        // The same error is the answer of the next poll.
    }
}

impl ConsumerContext for Member {
    fn rebalance(&self, consumer: &BaseConsumer<Self>, what: RDKafkaRespErr, list: &mut TopicPartitionList) {
        let partitions: Vec<i32> = list.elements_for_topic(&self.topic).iter().map(|found| found.partition()).collect();
        if what == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            self.seat(consumer, &partitions);
            return;
        }
        self.release(&partitions);
        if consumer.assignment_lost() {
            self.shared.board().was_assigned(false);
            tracing::warn!(?partitions, "this worker was away too long: its partitions were given to others");
        } else {
            tracing::info!(?partitions, "partitions go to another worker");
        }
        if let Err(error) = consumer.incremental_unassign(list) {
            tracing::warn!(%error, "partitions that were taken could not be let go; the group takes them anyway");
        }
    }

    fn commit_callback(&self, result: KafkaResult<()>, _offsets: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(%error, "Kafka was not told what is stored; only its tools miss it");
        }
    }
}
