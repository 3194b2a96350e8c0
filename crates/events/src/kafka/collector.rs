//! The thread that reads Kafka: gathers records for the worker, and pauses when the worker is busy.

use super::member::Member;
use super::problem::KafkaProblem;
use super::shared::Shared;
use crate::log::{LogError, Offset, Record, RecordKind};
use domain::Timestamp;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Message as _};
use rdkafka::types::RDKafkaErrorCode as Code;
use rdkafka::{Offset as KafkaOffset, TopicPartitionList};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The longest wait for a record before the thread looks around.
const LOOK_AROUND: Duration = Duration::from_millis(100);
/// How long a busy worker is waited for before reading is paused, so that the group is answered. A pause throws away what
/// the client has fetched.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often Kafka is told what is stored, for its tools.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// How often a partition whose offset lies beyond its end is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

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
        } else if !is_paused && !has_room && !shared.wait_for_room(&member.reading, PATIENCE) {
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
