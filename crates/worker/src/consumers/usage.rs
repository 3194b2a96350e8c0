//! The consumer of usage events: from the log's partitions into the ledger, each event once.

use super::apply::{Outcome, Writer};
use super::claims::StoreClaims;
use crate::Context;
use crate::patience::{Pauses, rest};
use crate::telemetry;
use domain::Timestamp;
use events::{EventSource, LogError, PartitionBatch, Reading};
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Reads the partitions it is given.
pub struct Consumer<'a> {
    context: &'a Context,
    stop: CancellationToken,
    reading: Reading,
    source: Box<dyn EventSource>,
    /// Cancelled when the source is given up, with every claim it is still trying to make.
    claiming: CancellationToken,
    writer: Writer<'a>,
    pauses: Pauses,
}

/// What one step came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// So many records were taken.
    Took(usize),
    /// Nothing was there.
    Idle,
    /// The worker stops.
    Stopped,
}

impl<'a> Consumer<'a> {
    /// Begins where the store's offsets say, and neither waits for a first record nor rests; `None` when the worker
    /// stops before the store answers.
    pub async fn begin(context: &'a Context, stop: CancellationToken) -> Option<Self> {
        Self::reading(context, stop, Duration::ZERO, Duration::ZERO).await
    }

    async fn reading(context: &'a Context, stop: CancellationToken, rest: Duration, idle: Duration) -> Option<Self> {
        let settings = &context.deps.settings;
        let reading = Reading { records: settings.batch_records, bytes: settings.batch_bytes, rest, idle };
        let (source, claiming) = open(context, &stop, reading).await?;
        let writer = Writer::new(context, stop.clone());
        Some(Self { context, stop, reading, source, claiming, writer, pauses: Pauses::new(settings) })
    }

    /// Reads and writes what comes next: at most a batch of every partition.
    pub async fn step(&mut self) -> Step {
        let batches = match self.read().await {
            Some(batches) if batches.is_empty() => {
                self.report(None);
                return Step::Idle;
            }
            Some(batches) => batches,
            None => return Step::Stopped,
        };
        let mut taken = 0;
        let mut newest = None;
        let mut is_lost = false;
        let at_once = self.context.deps.settings.batches_at_once.max(1);
        let mut outcomes =
            futures_util::stream::iter(batches).map(|batch| self.writer.write(batch)).buffer_unordered(at_once);
        while let Some(outcome) = outcomes.next().await {
            match outcome {
                Outcome::Stored { partition, next, records, newest: time } => {
                    self.source.stored(&partition, next);
                    taken += records;
                    newest = newest.max(time);
                }
                Outcome::Refused { partition, epoch, error } => {
                    if self.source.holds(&partition, epoch) {
                        tracing::warn!(%error, %partition, "the partition is not where it was left; claiming anew");
                        is_lost = true;
                    } else {
                        tracing::debug!(%error, %partition, "a batch of a partition that was given up is left to its new owner");
                    }
                }
                Outcome::Stopped => return Step::Stopped,
            }
        }
        drop(outcomes);
        if is_lost {
            return self.reopen().await.map_or(Step::Stopped, |()| Step::Took(taken));
        }
        self.pauses = Pauses::new(&self.context.deps.settings);
        self.report(newest);
        Step::Took(taken)
    }

    /// Reads until the log answers; `None` when the worker stops.
    async fn read(&mut self) -> Option<Vec<PartitionBatch>> {
        loop {
            let read = tokio::select! {
                () = self.stop.cancelled() => return None,
                read = self.source.next() => read,
            };
            match read {
                Ok(batches) => return Some(batches),
                // Its thread has ended: only a new one goes on.
                Err(LogError::Closed) => self.reopen().await?,
                Err(error) => {
                    metrics::counter!(telemetry::RETRIES).increment(1);
                    tracing::error!(%error, "the event log cannot be read; trying again");
                    let pause = self.pauses.take();
                    if !rest(&self.stop, pause).await {
                        return None;
                    }
                }
            }
        }
    }

    /// Gives everything up and begins again with new claims: whoever believes wrongly that a partition is theirs learns
    /// it on the way, and whoever is right gets it back.
    async fn reopen(&mut self) -> Option<()> {
        self.claiming.cancel();
        self.source.close().await;
        metrics::counter!(telemetry::RETRIES).increment(1);
        let pause = self.pauses.take();
        if !rest(&self.stop, pause).await {
            return None;
        }
        (self.source, self.claiming) = open(self.context, &self.stop, self.reading).await?;
        Some(())
    }

    fn report(&self, newest: Option<Timestamp>) {
        let lag = self.source.lag();
        if let Some(bytes) = lag.bytes {
            metrics::gauge!(telemetry::LAG_BYTES).set(bytes as f64);
        }
        // What is not known is not shown as nothing: the figures stay as they were.
        if let Some(events) = lag.events {
            let oldest = lag.oldest.or(newest).filter(|_| lag.is_behind());
            let age_ms = oldest.map_or(0, |oldest| self.context.now().as_millis() - oldest.as_millis()).max(0);
            metrics::gauge!(telemetry::LAG_EVENTS).set(events as f64);
            metrics::gauge!(telemetry::LAG_SECONDS).set(age_ms as f64 / 1e3);
        }
    }

    /// Takes everything that stands in the log now; answers how many records, or `None` when the worker stops.
    pub async fn catch_up(&mut self) -> Option<u64> {
        let mut taken = 0;
        while !self.source.is_at_end() {
            match self.step().await {
                Step::Took(records) => taken += records as u64,
                // The log is about to give something, and says so by not being at its end.
                Step::Idle if rest(&self.stop, Duration::from_millis(1)).await => {}
                Step::Idle | Step::Stopped => return None,
            }
        }
        Some(taken)
    }

    /// Gives the partitions up, so that others can go on at once.
    pub async fn end(mut self) {
        self.claiming.cancel();
        self.source.close().await;
    }
}

/// Opens the log, and tries until it lets itself be opened; `None` when the worker stops.
async fn open(
    context: &Context,
    stop: &CancellationToken,
    reading: Reading,
) -> Option<(Box<dyn EventSource>, CancellationToken)> {
    let settings = &context.deps.settings;
    let mut pauses = Pauses::new(settings);
    loop {
        let claiming = stop.child_token();
        let claims =
            StoreClaims { store: context.deps.store.clone(), settings: settings.clone(), stop: claiming.clone() };
        match context.deps.feed.open(Arc::new(claims), reading).await {
            Ok(source) => return Some((source, claiming)),
            Err(LogError::Closed) if stop.is_cancelled() => return None,
            Err(error) => {
                metrics::counter!(telemetry::RETRIES).increment(1);
                tracing::error!(%error, "the event log cannot be opened; trying again");
                if !rest(stop, pauses.take()).await {
                    return None;
                }
            }
        }
    }
}

/// Consumes until the worker stops.
pub async fn run(context: &Context, stop: CancellationToken) {
    let settings = &context.deps.settings;
    let begun = Consumer::reading(context, stop, settings.rest, settings.idle).await;
    let Some(mut consumer) = begun else { return };
    while consumer.step().await != Step::Stopped {}
    consumer.end().await;
}
