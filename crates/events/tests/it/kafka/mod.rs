//! Kafka, on a real broker: each test has topics and a group of its own.

mod between;
mod broker;
mod doors;
mod foreign;
mod group;
mod member;
mod outage;
mod shipper;
mod stage;

use events::contract::source;
use stage::KafkaStage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kafka_is_a_source() {
    source::all(async || KafkaStage::new(3).await).await;
}
