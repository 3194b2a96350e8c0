//! Kafka as a feed: a member of the workers' group, and the reading end that the worker holds.

use super::board::Ready;
use super::client::{config, make, with_figures};
use super::collector::collect;
use super::member::Member;
use super::settings::KafkaSettings;
use super::shared::Shared;
use crate::log::{LogError, Offset};
use crate::source::{Claims, EventFeed, EventSource, Lag, PartitionBatch, Reading};
use crate::topics;
use async_trait::async_trait;
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until, timeout};

/// How long leaving the group is waited for. After that it goes on alone.
const LEAVE_TIME: Duration = Duration::from_secs(10);

/// Reads usage events from Kafka. Partitions are named `kafka/TOPIC/NUMBER`.
pub struct KafkaFeed {
    settings: KafkaSettings,
}

impl KafkaFeed {
    /// A feed of this cluster.
    #[must_use]
    pub const fn new(settings: KafkaSettings) -> Self {
        Self { settings }
    }
}

#[async_trait]
impl EventFeed for KafkaFeed {
    async fn open(&self, claims: Arc<dyn Claims>, reading: Reading) -> Result<Box<dyn EventSource>, LogError> {
        let topic = self.settings.topic(topics::USAGE);
        let shared = Arc::new(Shared::default());
        let member = Member {
            shared: Arc::clone(&shared),
            claims,
            runtime: Handle::current(),
            topic: topic.clone(),
            reading,
            stuck: Mutex::default(),
        };
        let unusable = |says: String| LogError::Shared(says);
        let consumer: BaseConsumer<Member> =
            make(&reader(&self.settings, &reading), member).map_err(|problem| unusable(problem.to_string()))?;
        consumer.subscribe(&[&topic]).map_err(|error| unusable(format!("Kafka's topic {topic}: {error}")))?;
        let (gone, is_gone) = oneshot::channel();
        std::thread::Builder::new()
            .name("kafka reader".into())
            .spawn(move || collect(consumer, gone))
            .map_err(|error| unusable(format!("the thread that reads Kafka does not start: {error}")))?;
        Ok(Box::new(KafkaSource { shared, reading, gone: Some(is_gone) }))
    }
}

/// How the client reads.
fn reader(settings: &KafkaSettings, reading: &Reading) -> ClientConfig {
    let mut config = with_figures(config(settings));
    let session_ms = settings.session_time.as_millis();
    config
        .set("group.id", settings.group.as_str())
        // Who stays keeps what it has: its claims stay good.
        .set("partition.assignment.strategy", "cooperative-sticky")
        .set("session.timeout.ms", session_ms.to_string())
        .set("heartbeat.interval.ms", (session_ms / 3).max(1).to_string())
        .set("max.poll.interval.ms", settings.poll_time.max(settings.session_time).as_millis().to_string())
        // The store knows the offsets. One that Kafka does not have is told, never jumped over in silence.
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "error")
        .set("isolation.level", "read_committed")
        .set("enable.partition.eof", "true")
        .set("check.crcs", "true")
        // The client's own space: the worker's pace is what it waits for.
        .set("queued.max.messages.kbytes", (reading.bytes >> 10).clamp(1 << 10, 500_000).saturating_mul(4).to_string())
        .set("queued.min.messages", (reading.records * 2).clamp(1_000, 1_000_000).to_string())
        .set("fetch.queue.backoff.ms", "20")
        .set("fetch.wait.max.ms", "100");
    config
}

struct KafkaSource {
    shared: Arc<Shared>,
    reading: Reading,
    /// Told when the thread has left the group.
    gone: Option<oneshot::Receiver<()>>,
}

#[async_trait]
impl EventSource for KafkaSource {
    async fn next(&mut self) -> Result<Vec<PartitionBatch>, LogError> {
        let deadline = Instant::now() + self.reading.idle;
        self.shared.board().ask(&self.reading, std::time::Instant::now());
        loop {
            let arrived = self.shared.arrived.notified();
            tokio::pin!(arrived);
            // Listening begins before looking, so that nothing falls in between.
            arrived.as_mut().enable();
            let wake_at = {
                let mut board = self.shared.board();
                if let Some(trouble) = board.trouble.take() {
                    return Err(trouble);
                }
                match board.ready(&self.reading, std::time::Instant::now()) {
                    Ready::Batches(batches) => {
                        drop(board);
                        self.shared.wake();
                        return Ok(batches);
                    }
                    _ if board.has_ended => return Err(LogError::Closed),
                    Ready::At(moment) => Instant::from_std(moment),
                    Ready::Nothing if Instant::now() >= deadline => return Ok(Vec::new()),
                    Ready::Nothing => deadline,
                }
            };
            tokio::select! {
                () = arrived => {}
                () = sleep_until(wake_at) => {}
            }
        }
    }

    fn stored(&mut self, partition: &str, upto: Offset) {
        self.shared.board().stored(partition, upto);
    }

    fn holds(&self, partition: &str, epoch: u64) -> bool {
        self.shared.board().holds(partition, epoch)
    }

    fn lag(&self) -> Lag {
        self.shared.board().lag()
    }

    fn is_at_end(&self) -> bool {
        self.shared.board().is_at_end()
    }

    async fn close(&mut self) {
        self.shared.board().is_closing = true;
        self.shared.wake();
        if let Some(gone) = self.gone.take()
            && timeout(LEAVE_TIME, gone).await.is_err()
        {
            tracing::warn!(
                "Kafka does not let us leave the group in time; the session's end gives our partitions to others"
            );
        }
    }
}

impl Drop for KafkaSource {
    fn drop(&mut self) {
        self.shared.board().is_closing = true;
        self.shared.wake();
    }
}
