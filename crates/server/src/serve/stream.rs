//! The event log between gateways and workers: the journal inside one process, or Kafka behind each gateway's journal.

use super::dependency::Dependency;
use super::house::House;
use crate::config::Log;
use anyhow::{Context as _, Result, bail};
use events::kafka::{self, KafkaFeed, KafkaProblem, KafkaSettings, Shipper};
use events::{EventFeed, EventLog, JournalFeed};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often Kafka is looked at, to say how it is.
const LOOK: Duration = Duration::from_secs(10);

/// Where a worker reads.
///
/// # Errors
/// A journal is asked for and this process has none.
pub fn feed(house: &House, log: &Log) -> Result<Arc<dyn EventFeed>> {
    Ok(match log {
        Log::Journal => Arc::new(JournalFeed::new(house.journal.clone().context("the worker has no journal to read")?)),
        Log::Kafka(settings) => Arc::new(KafkaFeed::new(KafkaSettings::clone(settings))),
    })
}

/// Sends this process's journal to Kafka, where both are there.
///
/// # Errors
/// The settings make no client.
pub fn shipper(house: &House, log: &Log, stop: CancellationToken) -> Result<Option<Shipper>> {
    let (Log::Kafka(settings), Some(journal)) = (log, &house.journal) else { return Ok(None) };
    let log: Arc<dyn EventLog> = journal.clone();
    let folder = house.data.join("journal");
    Ok(Some(Shipper::start(KafkaSettings::clone(settings), log, &folder, house.clock.clone(), stop)?))
}

/// Looks at Kafka before anything starts.
///
/// # Errors
/// Kafka is there and not as it must be; the text names every fix. One that cannot be reached is no error: it is waited
/// for.
pub async fn begin(settings: &KafkaSettings, standing: &Dependency) -> Result<()> {
    let Err(problems) = kafka::check(settings).await else {
        standing.well();
        return Ok(());
    };
    let text = told(&problems);
    if !problems.iter().all(KafkaProblem::may_pass) {
        bail!("Kafka cannot be used: {text}");
    }
    tracing::warn!(problem = text, "Kafka cannot be reached yet; it is tried until it can");
    standing.missing(text);
    Ok(())
}

/// Looks at Kafka for as long as it runs.
pub async fn keep_looking(settings: KafkaSettings, standing: Dependency) {
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match kafka::check(&settings).await {
            Ok(_) => standing.well(),
            Err(problems) => standing.missing(told(&problems)),
        }
    }
}

fn told(problems: &[KafkaProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
