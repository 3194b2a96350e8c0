//! Topics of a test's own on the real broker, and producers of them.

use async_trait::async_trait;
use domain::UsageEvent;
use events::contract::source::Stage;
use events::kafka::{KafkaFeed, KafkaSettings, ensure_topics, remove_topics};
use events::usage::encode;
use events::{EventFeed, topics};
use rdkafka::ClientConfig;
use rdkafka::admin::AdminClient;
use rdkafka::client::DefaultClientContext;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use std::time::Duration;
use uuid::Uuid;

/// The bound of every wait for the broker.
pub const BOUND: Duration = Duration::from_secs(60);

/// Where the tests' Kafka is.
///
/// # Panics
/// Nobody started one.
pub fn address() -> String {
    std::env::var("KAFKA_URL").unwrap_or_else(|_| {
        panic!(
            "KAFKA_URL is not set: `make services` starts a real Kafka, and `. target/services.env` tells where it is"
        )
    })
}

/// Settings with topics and a group of their own, which are not made yet.
pub fn settings(partitions: u32) -> KafkaSettings {
    settings_at(&address(), partitions)
}

/// The same at another broker.
pub fn settings_at(url: &str, partitions: u32) -> KafkaSettings {
    let mut settings = KafkaSettings::from_url(url).expect("an address");
    let name = format!("test-{}", Uuid::new_v4().simple());
    settings.prefix = format!("{name}.");
    settings.group = name;
    settings.partitions = partitions;
    settings.replication = Some(1);
    settings
}

/// Topics of a test's own.
pub struct KafkaStage {
    pub settings: KafkaSettings,
}

impl KafkaStage {
    /// Makes the topics.
    pub async fn new(partitions: u32) -> Self {
        let settings = settings(partitions);
        ensure_topics(&settings).await.expect("makes the topics");
        Self { settings }
    }

    /// Makes the topics at another broker.
    pub async fn at(url: &str, partitions: u32) -> Self {
        let settings = settings_at(url, partitions);
        ensure_topics(&settings).await.expect("makes the topics");
        Self { settings }
    }

    /// The topic of usage events.
    pub fn topic(&self) -> String {
        self.settings.topic(topics::USAGE)
    }

    /// A plain producer, as another program would have.
    pub fn producer(&self) -> BaseProducer {
        ClientConfig::new()
            .set("bootstrap.servers", self.settings.addresses())
            .set("enable.idempotence", "true")
            .create()
            .expect("a producer")
    }

    /// Sends payloads as they are; `None` is a message without one.
    pub fn send(&self, payloads: &[(Option<&str>, Option<&[u8]>)]) {
        let (producer, topic) = (self.producer(), self.topic());
        for (key, payload) in payloads {
            let mut record: BaseRecord<'_, str, [u8]> = BaseRecord::to(&topic);
            record.key = *key;
            record.payload = *payload;
            producer.send(record).map_err(|(error, _)| error).expect("is taken");
        }
        producer.flush(BOUND).expect("is acknowledged");
    }

    /// A client for what only an operator does.
    pub fn admin(&self) -> AdminClient<DefaultClientContext> {
        ClientConfig::new().set("bootstrap.servers", self.settings.addresses()).create().expect("a client")
    }
}

#[async_trait]
impl Stage for KafkaStage {
    fn feed(&self) -> Box<dyn EventFeed> {
        Box::new(KafkaFeed::new(self.settings.clone()))
    }

    async fn publish(&self, events: &[UsageEvent]) {
        let payloads: Vec<_> = events.iter().map(|event| (event.tenant_id.to_string(), encode(event))).collect();
        let payloads: Vec<_> =
            payloads.iter().map(|(key, payload)| (Some(key.as_str()), Some(payload.as_slice()))).collect();
        self.send(&payloads);
    }

    async fn end(self) {
        remove_topics(&self.settings).await.expect("removes the topics");
    }
}
