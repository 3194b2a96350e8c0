//! The consumer of usage events: from the log into the ledger, each event once.

use super::decide::{Rules, price, validate};
use super::write::{Written, write};
use crate::Context;
use crate::patience::{Pauses, rest, until_answered};
use crate::telemetry;
use domain::{TenantId, Timestamp};
use events::Offset;
use std::collections::{BTreeSet, HashSet};
use store::ledger::Advance;
use tokio_util::sync::CancellationToken;

/// Reads one partition.
pub struct Consumer<'a> {
    context: &'a Context,
    stop: CancellationToken,
    /// Our claim on the partition.
    epoch: u64,
    /// The offset that the store holds.
    stored: u64,
    /// Where to read on; ahead of `stored` where the log held nothing for us.
    position: Offset,
    /// Tenants that exist. Tenants are closed, never removed, so this only grows.
    known: HashSet<TenantId>,
    /// Usage records read since the start, to tell how many wait.
    seen: u64,
    seen_at_start: u64,
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
    /// Begins where the store's offset says; `None` when the worker stops before the store answers.
    pub async fn begin(context: &'a Context, stop: CancellationToken) -> Option<Self> {
        let seen_at_start = context.deps.log.stats().settled;
        let mut consumer = Self {
            context,
            stop,
            epoch: 0,
            stored: 0,
            position: Offset::START,
            known: HashSet::new(),
            seen: 0,
            seen_at_start,
        };
        consumer.find_place().await?;
        Some(consumer)
    }

    /// Claims the partition, takes the store's offset as the truth, and tells the log: the process may have died between
    /// commit and release.
    async fn find_place(&mut self) -> Option<()> {
        let settings = &self.context.deps.settings;
        let claim = || self.context.store().ledger().claim(&settings.partition);
        match until_answered(settings, &self.stop, claim).await? {
            Ok(claim) => {
                self.epoch = claim.epoch;
                self.stored = claim.next;
                self.position = Offset(claim.next);
                self.context.deps.log.release(self.position);
                Some(())
            }
            Err(error) => {
                tracing::error!(%error, "the store does not tell the consumer's offset: a defect");
                None
            }
        }
    }

    /// Where it reads on.
    #[must_use]
    pub fn position(&self) -> Offset {
        self.position
    }

    /// Reads and writes one batch, if anything is there.
    pub async fn step(&mut self) -> Step {
        let settings = &self.context.deps.settings;
        let mut pauses = Pauses::new(settings);
        let batch = loop {
            match self.context.deps.log.read(self.position, settings.batch_records, settings.batch_bytes).await {
                Ok(batch) => break batch,
                Err(error) => {
                    metrics::counter!(telemetry::RETRIES).increment(1);
                    tracing::error!(%error, "the event log cannot be read; trying again");
                    if !rest(&self.stop, pauses.take()).await {
                        return Step::Stopped;
                    }
                }
            }
        };
        if batch.records.is_empty() {
            let moved = batch.next > self.position;
            self.position = batch.next;
            return if moved { Step::Took(0) } else { Step::Idle };
        }
        let begun = std::time::Instant::now();
        let taken = batch.records.len();
        let written = self.write(&batch).await;
        metrics::histogram!(telemetry::BATCH_SECONDS).record(begun.elapsed().as_secs_f64());
        match written {
            Some(newest) => {
                self.seen += taken as u64;
                self.report(newest);
                Step::Took(taken)
            }
            None => Step::Stopped,
        }
    }

    /// Validates, prices and applies; answers the time of the batch's newest event.
    async fn write(&mut self, batch: &events::Batch) -> Option<Option<Timestamp>> {
        let context = self.context;
        let settings = &context.deps.settings;
        let rules = Rules { partition: &settings.partition, now: context.now(), oldest: context.oldest() };
        let (valid, mut dead) = validate(&batch.records, &rules);
        let newest = valid.iter().map(|valid| valid.event.timestamp).max();
        self.learn(valid.iter().map(|valid| valid.event.tenant_id).collect()).await?;
        let (partition, epoch) = (settings.partition.clone(), self.epoch);
        let advance = Advance { partition, epoch, from: self.stored, to: batch.next.0 };
        let written = {
            let _rated_with_one_book = context.pricing.lock().await;
            let (rows, strangers) = price(valid, &self.known, &context.deps.prices.book(), &rules);
            dead.extend(strangers);
            write(context, &self.stop, &rules, rows, dead, Some(advance)).await
        };
        match written {
            Written::Done(applied) => {
                context.publish(&applied.tenants);
                self.stored = batch.next.0;
                self.position = batch.next;
                context.deps.log.release(batch.next);
            }
            Written::Moved(error) => {
                tracing::warn!(%error, "the partition is not where it was left; claiming it anew");
                // An earlier try of this very batch may have stood although its answer was lost, so whoever is in it
                // may have changed.
                let owners: BTreeSet<TenantId> = self.known.iter().copied().collect();
                context.publish(&owners.into_iter().collect::<Vec<_>>());
                self.find_place().await?;
            }
            Written::Stopped => return None,
        }
        Some(newest)
    }

    /// Asks the store for tenants that were not seen before. Unknown ones are asked for again each time: they may be
    /// made any moment.
    async fn learn(&mut self, owners: HashSet<TenantId>) -> Option<()> {
        let new: Vec<TenantId> = owners.difference(&self.known).copied().collect();
        if new.is_empty() {
            return Some(());
        }
        let settings = &self.context.deps.settings;
        let ask = || self.context.store().ledger().known_tenants(&new);
        match until_answered(settings, &self.stop, ask).await? {
            Ok(known) => {
                self.known.extend(known);
                Some(())
            }
            Err(error) => {
                tracing::error!(%error, "the store does not tell its tenants: a defect");
                None
            }
        }
    }

    fn report(&self, newest: Option<Timestamp>) {
        let stats = self.context.deps.log.stats();
        let behind = stats.head.0.saturating_sub(self.position.0);
        let waiting = stats.settled.saturating_sub(self.seen_at_start).saturating_sub(self.seen);
        let age_ms = newest.map_or(0, |newest| self.context.now().as_millis() - newest.as_millis()).max(0);
        let lag_seconds = if behind == 0 { 0.0 } else { age_ms as f64 / 1e3 };
        metrics::gauge!(telemetry::LAG_BYTES).set(behind as f64);
        metrics::gauge!(telemetry::LAG_EVENTS).set(if behind == 0 { 0.0 } else { waiting as f64 });
        metrics::gauge!(telemetry::LAG_SECONDS).set(lag_seconds);
    }

    /// Takes everything that stands in the log now; answers how many records, or `None` when the worker stops.
    pub async fn catch_up(&mut self) -> Option<u64> {
        let head = self.context.deps.log.head();
        let mut taken = 0;
        while self.position < head {
            match self.step().await {
                Step::Took(records) => taken += records as u64,
                Step::Idle => break,
                Step::Stopped => return None,
            }
        }
        Some(taken)
    }
}

/// Consumes until the worker stops.
pub async fn run(context: &Context, stop: CancellationToken) {
    let settings = &context.deps.settings;
    let Some(mut consumer) = Consumer::begin(context, stop.clone()).await else { return };
    while !stop.is_cancelled() {
        match consumer.step().await {
            Step::Stopped => return,
            // A full batch says that more is there.
            Step::Took(records) if records >= settings.batch_records => {}
            Step::Took(_) | Step::Idle => {
                let something = tokio::select! {
                    () = stop.cancelled() => return,
                    something = context.deps.log.wait_for(consumer.position(), settings.idle) => something,
                };
                // The first event waits a little for company: a transaction costs the same for one and for many.
                if something && !rest(&stop, settings.linger).await {
                    return;
                }
            }
        }
    }
}
