//! The shipper's loop: reads the journal, keeps a window of what is on its way, and begins again after what fails.

use super::courier::{Courier, Part, Pauses, Tag};
use super::letters::Letters;
use super::place::Place;
use super::settle::judge;
use crate::kafka::problem::KafkaProblem;
use crate::kafka::settings::KafkaSettings;
use crate::log::{EventLog, Offset, Record, RecordKind};
use crate::{telemetry, topics};
use domain::Clock;
use rdkafka::types::RDKafkaErrorCode as Code;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

/// Records on their way at most.
const WINDOW_RECORDS: usize = 20_000;
/// Bytes of usage events on their way at most.
const WINDOW_BYTES: usize = 16 << 20;
/// Records that one look into the journal takes.
const READ_RECORDS: usize = 500;
/// Bytes that one look into the journal takes.
const READ_BYTES: usize = 1 << 20;
/// How long the first new event waits for company before the journal is read.
const GATHER: Duration = Duration::from_millis(2);
/// A rest while time runs out.
const SHORT_REST: Duration = Duration::from_millis(10);
/// The longest rest: figures are told as often.
pub(super) const REST: Duration = Duration::from_secs(1);

/// A shipper at work.
pub(super) struct Run {
    settings: KafkaSettings,
    pub(super) log: Arc<dyn EventLog>,
    pub(super) clock: Arc<dyn Clock>,
    stop: CancellationToken,
    pub(super) place: Place,
    /// Usage, performance, errors.
    pub(super) topics: [String; 3],
    pub(super) settled_at_start: u64,
    pub(super) shipped: u64,
    /// Where to read on.
    position: Offset,
    /// Everything before is acknowledged.
    pub(super) acknowledged: Offset,
    /// Up to here each record is sent by itself, because one of them was refused.
    careful_until: Offset,
    pub(super) told_at: Instant,
    pub(super) pauses: Pauses,
    /// When sending ends, once we were told to stop.
    deadline: Option<Instant>,
    /// The payload of the record that was sent last.
    pub(super) last: Vec<u8>,
}

/// Why a producer is given up.
pub(super) enum Ended {
    /// We were told to stop, and all is sent or time is up.
    Stopped,
    /// Something in what was sent is refused: send it again, one by one.
    Refused,
    /// What had to be sent one by one was.
    Relieved,
    /// It failed.
    Failed(Code),
}

impl Run {
    pub(super) fn new(
        settings: KafkaSettings,
        log: Arc<dyn EventLog>,
        clock: Arc<dyn Clock>,
        stop: CancellationToken,
        place: Place,
        acknowledged: Offset,
    ) -> Self {
        Self {
            topics: [topics::USAGE, topics::PERFORMANCE, topics::ERRORS].map(|name| settings.topic(name)),
            settled_at_start: log.stats().settled,
            shipped: 0,
            position: acknowledged,
            acknowledged,
            careful_until: Offset::START,
            told_at: Instant::now(),
            pauses: Pauses::new(),
            deadline: None,
            last: Vec::new(),
            settings,
            log,
            clock,
            stop,
            place,
        }
    }

    /// Sends until it is told to stop.
    pub(super) async fn until_stopped(mut self, first: Courier) {
        let mut courier = Some(first);
        loop {
            let is_careful = self.position < self.careful_until;
            let made = courier.take().map_or_else(|| Courier::new(&self.settings, is_careful), Ok);
            let ended = match made {
                Ok(courier) => {
                    let ended = if is_careful { self.one_by_one(&courier).await } else { self.stream(&courier).await };
                    courier.end().await;
                    ended
                }
                Err(problem) => {
                    tracing::error!(%problem, "events wait in the journal");
                    Ended::Failed(Code::Fail)
                }
            };
            match ended {
                Ended::Stopped => break,
                Ended::Relieved => {}
                Ended::Refused => self.careful_until = self.position,
                Ended::Failed(code) => {
                    metrics::counter!(telemetry::SHIP_FAILURES).increment(1);
                    let problem = self.problem(code);
                    let pause = self.pauses.take();
                    tracing::error!(%problem, pause_ms = pause.as_millis() as u64, "sending to Kafka failed; events wait in the journal and are sent again");
                    self.rest(sleep(pause)).await;
                }
            }
            self.position = self.acknowledged;
            if self.is_over() {
                break;
            }
        }
        self.note();
        let left = self.log.head() > self.acknowledged;
        tracing::info!(acknowledged = %self.acknowledged, left, "the shipper ended; what is left is sent after the next start");
    }

    fn problem(&self, code: Code) -> KafkaProblem {
        match code {
            Code::UnknownTopic | Code::UnknownTopicOrPartition | Code::UnknownPartition => {
                KafkaProblem::MissingTopic { topic: self.topics.join(", "), partitions: self.settings.partitions }
            }
            code => KafkaProblem::of_trying(format!("take events on {}", self.topics.join(", ")), code),
        }
    }

    /// Whether time is up. Begins to count when it first hears that it must stop.
    fn is_over(&mut self) -> bool {
        if self.stop.is_cancelled() {
            let deadline = *self.deadline.get_or_insert_with(|| Instant::now() + self.settings.flush_time);
            return Instant::now() >= deadline;
        }
        false
    }

    /// Waits for something, but not longer than a rest, and not on when it must stop.
    async fn rest(&self, something: impl Future<Output = ()>) {
        if self.deadline.is_some() {
            // Whether it came or time passed, the loop looks again.
            let _ = timeout(SHORT_REST, something).await;
            return;
        }
        tokio::select! {
            () = something => {}
            () = sleep(REST) => {}
            () = self.stop.cancelled() => {}
        }
    }

    /// Sends on and on.
    async fn stream(&mut self, courier: &Courier) -> Ended {
        loop {
            let is_all_acknowledged = self.settle(courier);
            if let Some(ended) = judge(courier) {
                return ended;
            }
            let is_all_sent = is_all_acknowledged && self.position >= self.log.head();
            if self.is_over() || (self.deadline.is_some() && is_all_sent) {
                return Ended::Stopped;
            }
            if !courier.ledge.answers().window.has_room(WINDOW_RECORDS, WINDOW_BYTES) {
                self.rest(courier.ledge.news.notified()).await;
                continue;
            }
            if !self.read_and_send(courier, READ_RECORDS).await {
                let (log, position) = (Arc::clone(&self.log), self.position);
                let something = async {
                    tokio::select! {
                        _ = log.wait_for(position, REST) => sleep(GATHER).await,
                        () = courier.ledge.news.notified() => {}
                    }
                };
                self.rest(something).await;
            }
        }
    }

    /// Sends each record by itself and settles what is refused of it, up to where the refusal was heard.
    async fn one_by_one(&mut self, courier: &Courier) -> Ended {
        while self.position < self.careful_until {
            if !self.read_and_send(courier, 1).await {
                return Ended::Relieved;
            }
            while !self.settle(courier) {
                self.settle_refusals(courier);
                if let Some(Ended::Failed(code)) = judge(courier) {
                    return Ended::Failed(code);
                }
                if self.is_over() {
                    return Ended::Stopped;
                }
                self.rest(courier.ledge.news.notified()).await;
            }
        }
        Ended::Relieved
    }

    /// Reads what comes next and sends it; says whether there was anything.
    async fn read_and_send(&mut self, courier: &Courier, records: usize) -> bool {
        let batch = match self.log.read(self.position, records, READ_BYTES).await {
            Ok(batch) => batch,
            Err(error) => {
                tracing::error!(%error, "the journal cannot be read; trying again");
                self.rest(sleep(REST)).await;
                return true;
            }
        };
        let is_news = batch.next > self.position;
        for record in batch.records {
            self.send(courier, record).await;
        }
        if is_news {
            courier.ledge.answers().window.pass(batch.next);
        }
        self.position = batch.next;
        is_news
    }

    async fn send(&mut self, courier: &Courier, record: Record) {
        let RecordKind::Usage(payload) = record.kind else {
            metrics::counter!(telemetry::SHIP_DAMAGED).increment(1);
            tracing::error!(from = %record.offset, to = %record.next, "the journal is damaged here; what stood there is lost and not sent");
            courier.ledge.answers().window.pass(record.next);
            return;
        };
        let letters = Letters::of(&payload);
        let number =
            courier.ledge.answers().window.add(record.next, letters.count(), payload.len().max(1), letters.time);
        let [usage, performance, errors] = self.topics.clone();
        let key = letters.key.as_deref();
        self.hand_over(courier, &usage, key, &payload, Tag { number, part: Part::Usage }).await;
        for letter in &letters.performance {
            self.hand_over(courier, &performance, key, letter, Tag { number, part: Part::Derived }).await;
        }
        for letter in &letters.errors {
            self.hand_over(courier, &errors, key, letter, Tag { number, part: Part::Derived }).await;
        }
        self.last = payload;
    }

    /// Gives a message to the client, once it has room. Does nothing for a client that has failed.
    async fn hand_over(&mut self, courier: &Courier, topic: &str, key: Option<&str>, payload: &[u8], tag: Tag) {
        loop {
            if courier.ledge.answers().failure.is_some() || self.is_over() {
                return;
            }
            match courier.send(topic, key, payload, tag) {
                Ok(true) => return,
                Ok(false) => self.rest(courier.ledge.news.notified()).await,
                Err(code) => {
                    courier.ledge.answers().failure.get_or_insert(code);
                    return;
                }
            }
        }
    }
}
