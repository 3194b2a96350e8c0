//! Sends the local journal to Kafka and frees what is acknowledged. A broker that is away costs disk and nothing else.
//!
//! What is sent is sent at least once: after a restart, or after a producer that failed, everything goes again that was not
//! acknowledged. The store recognizes events that it has.

mod courier;
mod letters;
mod place;
mod run;
mod settle;
mod window;

use super::problem::KafkaProblem;
use super::settings::KafkaSettings;
use crate::log::{EventLog, Offset};
use courier::Courier;
use domain::Clock;
use place::Place;
use run::Run;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running shipper. Dropping it ends it at once, as a kill would.
pub struct Shipper {
    task: JoinHandle<()>,
}

impl Shipper {
    /// Starts on the current runtime and runs until `stop`; then it sends what the journal still holds, for as long as
    /// [`KafkaSettings::flush_time`] allows. How far Kafka has acknowledged is noted in `folder`, the journal's.
    ///
    /// # Errors
    /// The settings make no client. A Kafka that is away is no error.
    pub fn start(
        settings: KafkaSettings,
        log: Arc<dyn EventLog>,
        folder: &Path,
        clock: Arc<dyn Clock>,
        stop: CancellationToken,
    ) -> Result<Self, KafkaProblem> {
        let courier = Courier::new(&settings, false)?;
        let (place, noted) = Place::read(folder);
        // Of another journal: freeing up to there would free what was never sent.
        let is_ours = noted <= log.head();
        if !is_ours {
            tracing::error!(%noted, head = %log.head(), "the journal was replaced by an older one; all of it is sent, which is safe because stored events are recognized");
        }
        let acknowledged = if is_ours { noted } else { Offset::START };
        // The journal forgets at a restart what was acknowledged.
        log.release(acknowledged);
        let run = Run::new(settings, log, clock, stop, place, acknowledged);
        Ok(Self { task: tokio::spawn(run.until_stopped(courier)) })
    }

    /// Waits for the end after `stop`.
    pub async fn joined(mut self) {
        if let Err(error) = (&mut self.task).await {
            tracing::error!(%error, "the shipper ended by a defect; what it did not send stays in the journal");
        }
    }
}

impl Drop for Shipper {
    fn drop(&mut self) {
        self.task.abort();
    }
}
