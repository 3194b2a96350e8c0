//! What another program may write to a topic, for the tests of other crates: any bytes at all.

use super::client::config;
use super::problem::KafkaProblem;
use super::settings::KafkaSettings;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};

/// Writes payloads to the topic of usage events, one record each, and waits until the broker has them.
///
/// # Errors
/// Kafka cannot be reached, or refuses.
pub fn produce(settings: &KafkaSettings, payloads: &[Vec<u8>]) -> Result<(), KafkaProblem> {
    let refused = |error: rdkafka::error::KafkaError| KafkaProblem::Refused {
        what: "take a record of another program".to_owned(),
        says: error.to_string(),
    };
    let producer: BaseProducer = config(settings).create().map_err(|error| KafkaProblem::of_making(&error))?;
    let topic = settings.topic(crate::topics::USAGE);
    for payload in payloads {
        let record = BaseRecord::<(), _>::to(&topic).payload(payload.as_slice());
        producer.send(record).map_err(|(error, _)| refused(error))?;
    }
    producer.flush(settings.answer_time).map_err(refused)
}
