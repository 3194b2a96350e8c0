//! The thread that reads Kafka as a member of the group: it claims what it is given, gathers records, and pauses when the
//! worker is busy.

use super::board::Board;
use super::client::pass_on;
use super::problem::KafkaProblem;
use super::statistics;
use crate::log::{LogError, Offset, Record, RecordKind};
use crate::source::{Claims, Reading};
use crate::telemetry;
use domain::Timestamp;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::{BorrowedMessage, Message as _};
use rdkafka::types::{RDKafkaErrorCode as Code, RDKafkaRespErr};
use rdkafka::{Offset as KafkaOffset, TopicPartitionList};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};

/// The longest wait for a record before the thread looks around.
const LOOK_AROUND: Duration = Duration::from_millis(100);
/// How long a busy worker is waited for before reading is paused, so that the group is answered. A pause throws away what
/// the client has fetched.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often Kafka is told what is stored, for its tools.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// How long one question about a partition's ends may take.
const ENDS_TIME: Duration = Duration::from_secs(3);
/// How often a partition whose offset lies beyond its end is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// What the thread and the worker share.
#[derive(Default)]
pub(super) struct Shared {
    board: Mutex<Board>,
    /// Something can be given.
    pub(super) arrived: Notify,
    /// Something was given, so that there is room again.
    room: Condvar,
}

impl Shared {
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the thread that something changed that it waits for.
    pub(super) fn wake(&self) {
        self.room.notify_all();
    }

    /// Waits for room; says whether there is some.
    fn wait_for_room(&self, reading: &Reading) -> bool {
        let full = |board: &mut Board| !board.has_room(reading) && !board.is_closing;
        let waited = self.room.wait_timeout_while(self.board(), PATIENCE, full);
        let (board, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(board);
        !timeout.timed_out()
    }

    fn trouble(&self, trouble: LogError) {
        self.board().trouble = Some(trouble);
        self.arrived.notify_waiters();
    }
}

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
    fn seat(&self, consumer: &BaseConsumer<Self>, partitions: &[i32]) {
        let mut list = TopicPartitionList::new();
        let mut asks_for_ends = true;
        for partition in partitions {
            if self.shared.board().is_closing {
                break;
            }
            let name = self.name(*partition);
            // The store may be down for long. Should the group give the partition to another meanwhile, then whoever reads
            // it finds its claim outdated and claims again.
            let Some(claim) = self.runtime.block_on(self.claims.claim(&name)) else { break };
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
        }
        tracing::info!(?partitions, "partitions were given to this worker");
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

/// Tells the worker that the thread is gone, also when it panics.
struct Farewell(Arc<Shared>, Option<oneshot::Sender<()>>);

impl Drop for Farewell {
    fn drop(&mut self) {
        self.0.board().has_ended = true;
        self.0.arrived.notify_waiters();
        if let Some(gone) = self.1.take() {
            // Nobody waits any more: then nobody has to be told.
            let _ = gone.send(());
        }
    }
}

/// Reads until the worker wants no more or nothing can be read any more. `gone` is told once the group was left.
pub(super) fn collect(consumer: BaseConsumer<Member>, gone: oneshot::Sender<()>) {
    let member = Arc::clone(consumer.context());
    let shared = Arc::clone(&member.shared);
    let _farewell = Farewell(Arc::clone(&shared), Some(gone));
    let mut told_at = Instant::now();
    let mut looked_at = Instant::now();
    let mut is_paused = false;
    loop {
        if shared.board().is_closing {
            break;
        }
        let has_room = shared.board().has_room(&member.reading);
        if is_paused && has_room {
            pause(&consumer, false);
            is_paused = false;
        } else if !is_paused && !has_room && !shared.wait_for_room(&member.reading) {
            pause(&consumer, true);
            is_paused = true;
        }
        match consumer.poll(LOOK_AROUND) {
            None => {}
            Some(Ok(message)) => {
                take_in(&member, &message);
                if is_paused {
                    // Of a partition that was given to us meanwhile.
                    pause(&consumer, true);
                }
            }
            Some(Err(KafkaError::PartitionEOF(partition))) => shared.board().at_end(partition),
            Some(Err(error)) if goes_on(&member, &error) => {}
            Some(Err(_)) => break,
        }
        if told_at.elapsed() >= TELL_EVERY {
            told_at = Instant::now();
            tell(&consumer, &member);
        }
        if looked_at.elapsed() >= LOOK_AGAIN {
            looked_at = Instant::now();
            let stuck = std::mem::take(&mut *member.stuck.lock().unwrap_or_else(PoisonError::into_inner));
            if !stuck.is_empty() {
                member.seat(&consumer, &stuck);
            }
        }
    }
    tell(&consumer, &member);
    // Dropping it leaves the group, so that others are given its partitions at once.
    drop(consumer);
}

fn take_in(member: &Member, message: &BorrowedMessage<'_>) {
    let Ok(offset) = u64::try_from(message.offset()) else { return };
    // A message without a payload holds no event; it is one that cannot be read, and not one that is not there.
    let payload = message.payload().unwrap_or_default().to_vec();
    let record = Record { offset: Offset(offset), next: Offset(offset + 1), kind: RecordKind::Usage(payload) };
    let time = message.timestamp().to_millis().filter(|ms| *ms > 0).map(Timestamp::from_millis);
    let mut board = member.shared.board();
    let is_news = board.take_in(message.partition(), record, time, &member.reading, Instant::now());
    drop(board);
    if is_news {
        member.shared.arrived.notify_waiters();
    }
}

/// Judges an error: whether reading goes on by itself. What needs somebody is told to the worker.
fn goes_on(member: &Member, error: &KafkaError) -> bool {
    let Some(code) = error.rdkafka_error_code() else {
        tracing::warn!(%error, "reading from Kafka failed; it goes on");
        return true;
    };
    let problem = match code {
        // Offsets are checked when partitions are given, so that is where to begin anew.
        Code::AutoOffsetReset => {
            tracing::warn!(
                "Kafka no longer has, or does not have yet, the offset of a partition; looking at all of them anew"
            );
            return false;
        }
        Code::UnknownTopicOrPartition | Code::UnknownTopic | Code::UnknownPartition => {
            KafkaProblem::MissingTopic { topic: member.topic.clone(), partitions: 1 }
        }
        Code::Authentication | Code::SSL | Code::SaslAuthenticationFailed => {
            KafkaProblem::Refused { what: "let us in".into(), says: error.to_string() }
        }
        Code::TopicAuthorizationFailed | Code::GroupAuthorizationFailed | Code::ClusterAuthorizationFailed => {
            KafkaProblem::of_trying(format!("read the topic {} as a member of the group", member.topic), code)
        }
        Code::InconsistentGroupProtocol => KafkaProblem::Refused {
            what: "let us join the group".into(),
            says: "another program is in it and shares partitions in another way; give each its own [events] group"
                .into(),
        },
        // Brokers come and go, and the client finds them again.
        _ if !matches!(error, KafkaError::MessageConsumptionFatal(_)) => {
            tracing::debug!(%error, "Kafka has trouble; reading goes on by itself");
            return true;
        }
        _ => KafkaProblem::Refused { what: "go on".into(), says: error.to_string() },
    };
    member.shared.trouble(LogError::Shared(problem.to_string()));
    !matches!(error, KafkaError::MessageConsumptionFatal(_))
}

/// Pauses or resumes whatever is read.
fn pause(consumer: &BaseConsumer<Member>, stop: bool) {
    let done = consumer.assignment().and_then(|list| if stop { consumer.pause(&list) } else { consumer.resume(&list) });
    if let Err(error) = done {
        tracing::warn!(%error, stop, "reading from Kafka could not be paused or resumed");
    }
}

/// Tells Kafka what is stored, so that its own tools show it. Nothing is ever read from there.
fn tell(consumer: &BaseConsumer<Member>, member: &Member) {
    let untold = member.shared.board().untold();
    let mut list = TopicPartitionList::with_capacity(untold.len());
    for (partition, offset) in untold {
        let Ok(offset) = i64::try_from(offset.0) else { continue };
        if let Err(error) = list.add_partition_offset(&member.topic, partition, KafkaOffset::Offset(offset)) {
            tracing::debug!(%error, partition, "an offset that Kafka has no form for");
        }
    }
    if list.count() > 0
        && let Err(error) = consumer.commit(&list, CommitMode::Async)
    {
        tracing::debug!(%error, "Kafka was not told what is stored; only its tools miss it");
    }
}
