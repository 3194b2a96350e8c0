//! One batch of one partition: validated, priced, applied. Batches of several partitions are on their way at once.

use super::decide::{Rules, Valid, price, validate};
use super::write::{Written, write};
use crate::Context;
use crate::patience::until_answered;
use crate::telemetry;
use domain::{TenantId, Timestamp};
use events::{Offset, PartitionBatch};
use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use store::StoreError;
use store::ledger::Advance;
use tokio_util::sync::CancellationToken;

/// What became of a batch.
pub(super) enum Outcome {
    /// The store holds it.
    Stored {
        /// Of which partition.
        partition: Arc<str>,
        /// Up to where.
        next: Offset,
        /// How many records.
        records: usize,
        /// The time of its newest event.
        newest: Option<Timestamp>,
    },
    /// The partition is not whose, or not where, we thought; nothing was written.
    Refused {
        /// Which partition.
        partition: Arc<str>,
        /// Under which claim.
        epoch: u64,
        /// In the store's words.
        error: StoreError,
    },
    /// The worker stops.
    Stopped,
}

/// Writes batches; what it remembers is good for every partition.
pub(super) struct Writer<'a> {
    context: &'a Context,
    stop: CancellationToken,
    /// Tenants that exist. Tenants are closed, never removed, so this only grows.
    known: RwLock<HashSet<TenantId>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(context: &'a Context, stop: CancellationToken) -> Self {
        Self { context, stop, known: RwLock::default() }
    }

    /// Validates, prices and applies.
    pub(super) async fn write(&self, batch: PartitionBatch) -> Outcome {
        let begun = Instant::now();
        let outcome = self.decide_and_write(&batch).await.unwrap_or(Outcome::Stopped);
        metrics::histogram!(telemetry::BATCH_SECONDS).record(begun.elapsed().as_secs_f64());
        outcome
    }

    async fn decide_and_write(&self, batch: &PartitionBatch) -> Option<Outcome> {
        let context = self.context;
        let rules = Rules { partition: &batch.partition, now: context.now(), oldest: context.oldest() };
        let (valid, mut dead) = validate(&batch.records, &rules);
        let newest = valid.iter().map(|valid| valid.event.timestamp).max();
        let owners: HashSet<TenantId> = valid.iter().map(|valid| valid.event.tenant_id).collect();
        self.learn(&owners).await?;
        let partition = batch.partition.to_string();
        let advance = Advance { partition, epoch: batch.epoch, from: batch.from.0, to: batch.next.0 };
        let mut valid = valid;
        let written = loop {
            let book = context.deps.prices.book();
            let (rows, strangers) = {
                let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
                price(valid, &known, &book, &rules)
            };
            dead.extend(strangers);
            let (letters, step) = (dead.clone(), Some(advance.clone()));
            match write(context, &self.stop, &rules, rows, book.version(), letters, step).await {
                // Strangers are dead letters by now, so whoever is left is rated again, with the newest prices.
                Written::Stale(rated) => {
                    valid = rated.into_iter().map(Valid::from).collect();
                    let read = || context.read_prices();
                    until_answered(&context.deps.settings, &self.stop, read).await?.ok()?;
                }
                written => break written,
            }
        };
        let stored = Outcome::Stored {
            partition: Arc::clone(&batch.partition),
            next: batch.next,
            records: batch.records.len(),
            newest,
        };
        let error = match written {
            Written::Done(applied) => {
                context.publish(&applied.tenants);
                return Some(stored);
            }
            Written::Moved(error) => error,
            Written::Stale(_) | Written::Stopped => return None,
        };
        // An earlier try of this very batch may have stood although its answer was lost: whoever is in it may have changed.
        context.publish(&owners.into_iter().collect::<Vec<_>>());
        match error {
            // It did.
            StoreError::OffsetMoved { found, .. } if found == batch.next.0 => Some(stored),
            error => {
                let (partition, epoch) = (Arc::clone(&batch.partition), batch.epoch);
                Some(Outcome::Refused { partition, epoch, error })
            }
        }
    }

    /// Asks the store for tenants that were not seen before. Unknown ones are asked for again each time: they may be
    /// made any moment.
    async fn learn(&self, owners: &HashSet<TenantId>) -> Option<()> {
        let new: Vec<TenantId> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            owners.difference(&known).copied().collect()
        };
        if new.is_empty() {
            return Some(());
        }
        let ask = || self.context.store().ledger().known_tenants(&new);
        match until_answered(&self.context.deps.settings, &self.stop, ask).await? {
            Ok(found) => {
                self.known.write().unwrap_or_else(PoisonError::into_inner).extend(found);
                Some(())
            }
            Err(error) => {
                tracing::error!(%error, "the store does not tell its tenants: a defect");
                None
            }
        }
    }
}
