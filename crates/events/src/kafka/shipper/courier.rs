//! The producer, and what its acknowledgements mean.

use super::window::Window;
use crate::kafka::client::{config, make, pass_on, with_figures};
use crate::kafka::problem::KafkaProblem;
use crate::kafka::settings::KafkaSettings;
use crate::kafka::statistics;
use crate::telemetry;
use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::KafkaError;
use rdkafka::producer::{BaseRecord, DeliveryResult, Producer as _, ProducerContext, ThreadedProducer};
use rdkafka::types::RDKafkaErrorCode as Code;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Bytes a batch of messages may have: below what a topic must take, since topics judge whole batches.
const BATCH_BYTES: &str = "262144";
/// Kilobytes that wait in the client at most; the window is the tighter bound.
const CLIENT_KB: &str = "131072";

/// What of a record a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The usage event.
    Usage,
    /// What follows from it.
    Derived,
    /// What stands for a usage event that Kafka does not take.
    Note,
}

/// One message, as the client hands it back with its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tag {
    /// The record's number in the window.
    pub(super) number: usize,
    pub(super) part: Part,
}

impl Tag {
    const fn pack(self) -> usize {
        self.number << 2 | self.part as usize
    }

    const fn unpack(packed: usize) -> Self {
        let part = match packed & 3 {
            0 => Part::Usage,
            1 => Part::Derived,
            _ => Part::Note,
        };
        Self { number: packed >> 2, part }
    }
}

/// What the acknowledgements came to.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) window: Window,
    /// Messages that were refused for what they are.
    pub(super) refused: Vec<Tag>,
    /// Why this producer cannot go on.
    pub(super) failure: Option<Code>,
}

/// Hears the acknowledgements.
#[derive(Default)]
pub(super) struct Ledge {
    answers: Mutex<Answers>,
    /// Told when the front of the window comes loose, or something fails.
    pub(super) news: Notify,
}

impl Ledge {
    pub(super) fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The context that the client owns.
pub(super) struct Listener(std::sync::Arc<Ledge>);

impl ClientContext for Listener {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, words: &str) {
        pass_on(level, facility, words);
    }

    fn stats_raw(&self, json: &[u8]) {
        if let Some(figures) = statistics::read(json, "") {
            let up = if figures.is_up { 1.0 } else { 0.0 };
            metrics::gauge!(telemetry::BROKER_UP, "client" => "shipper").set(up);
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        // Whatever stops a message comes back with it.
        tracing::debug!(%error, reason, "Kafka has trouble; events wait in the journal");
    }
}

impl ProducerContext for Listener {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, packed: usize) {
        let tag = Tag::unpack(packed);
        let mut answers = self.0.answers();
        let is_news = match result {
            Ok(_) => answers.window.done(tag.number),
            Err((error, _)) => {
                match error.rdkafka_error_code() {
                    Some(code) if is_about_the_message(code) => answers.refused.push(tag),
                    // Those that follow the first are thrown away because of it.
                    code => {
                        answers.failure.get_or_insert(code.unwrap_or(Code::Fail));
                    }
                }
                true
            }
        };
        drop(answers);
        if is_news {
            self.0.news.notify_one();
        }
    }
}

/// Whether Kafka refused what the message, or the batch it was in, is; it would do so again.
const fn is_about_the_message(code: Code) -> bool {
    matches!(code, Code::MessageSizeTooLarge | Code::InvalidMessageSize | Code::InvalidMessage | Code::InvalidRecord)
}

/// One producer and its window. It ends with the first failure; the next one sends again what was not acknowledged.
pub(super) struct Courier {
    producer: Option<ThreadedProducer<Listener>>,
    pub(super) ledge: std::sync::Arc<Ledge>,
}

impl Courier {
    /// A producer. A `careful` one sends each message in a batch of its own, so that a refusal is about that message.
    pub(super) fn new(settings: &KafkaSettings, careful: bool) -> Result<Self, KafkaProblem> {
        let ledge = std::sync::Arc::<Ledge>::default();
        let producer = make(&writer(settings, careful), Listener(ledge.clone()))?;
        Ok(Self { producer: Some(producer), ledge })
    }

    /// Hands a message to the client; says whether it had room for it.
    pub(super) fn send(&self, topic: &str, key: Option<&str>, payload: &[u8], tag: Tag) -> Result<bool, Code> {
        let Some(producer) = &self.producer else { return Err(Code::Fail) };
        let mut record: BaseRecord<'_, str, [u8], usize> = BaseRecord::with_opaque_to(topic, tag.pack());
        record.key = key;
        record.payload = Some(payload);
        match producer.send(record) {
            Ok(()) => Ok(true),
            Err((KafkaError::MessageProduction(Code::QueueFull), _)) => Ok(false),
            Err((error, _)) => Err(error.rdkafka_error_code().unwrap_or(Code::Fail)),
        }
    }

    /// Throws away what is on its way and ends. Waits for the client's thread, off the runtime's.
    pub(super) async fn end(mut self) {
        if let Some(producer) = self.producer.take() {
            let ended = tokio::task::spawn_blocking(move || {
                producer.purge(rdkafka::producer::PurgeConfig::default().queue().inflight());
                drop(producer);
            });
            if ended.await.is_err() {
                tracing::error!("Kafka's producer ended by a defect");
            }
        }
    }
}

/// How the client sends.
fn writer(settings: &KafkaSettings, careful: bool) -> ClientConfig {
    let mut config = with_figures(config(settings));
    config
        // Each event once and in order, as long as this producer lives; acknowledged by all copies.
        .set("enable.idempotence", "true")
        .set("acks", "all")
        // For ever: what is not sent stays in the journal anyway.
        .set("message.timeout.ms", "0")
        .set("retry.backoff.max.ms", "2000")
        // Measured on events of one kind: a tenth more CPU than none, for a twenty-fifth of the disk; lz4 costs as much and
        // takes more than twice the room.
        .set("compression.type", "zstd")
        .set("linger.ms", "5")
        .set("batch.size", BATCH_BYTES)
        .set("queue.buffering.max.kbytes", CLIENT_KB)
        // As other languages' producers do, so that a tenant's events meet whoever sends them.
        .set("partitioner", "murmur2_random");
    if careful {
        config.set("batch.num.messages", "1");
    }
    config
}

/// Pauses that double up to a bound.
pub(super) struct Pauses {
    next: Duration,
}

impl Pauses {
    const FIRST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(10);

    pub(super) const fn new() -> Self {
        Self { next: Self::FIRST }
    }

    pub(super) fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(Self::LONGEST);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_comes_back_as_it_went() {
        for part in [Part::Usage, Part::Derived, Part::Note] {
            let tag = Tag { number: 123_456_789, part };
            assert_eq!(Tag::unpack(tag.pack()), tag);
        }
    }

    #[test]
    fn pauses_double_up_to_their_bound() {
        let mut pauses = Pauses::new();
        let taken: Vec<u128> = (0..9).map(|_| pauses.take().as_millis()).collect();
        assert_eq!(taken, [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    }
}
