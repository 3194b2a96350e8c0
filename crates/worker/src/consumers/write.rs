//! Writing what was decided: one transaction, tried until it stands; rows that the store refuses are found by halving.

use super::decide::{Priced, Rules, refused_by_store};
use crate::Context;
use crate::patience::until_answered;
use crate::telemetry;
use metering::LedgerRow;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::StoreError;
use store::dead_letters::DeadLetter;
use store::ledger::{Advance, Applied, Batch};
use tokio_util::sync::CancellationToken;

/// What became of a batch.
#[derive(Debug)]
pub(crate) enum Written {
    /// It stands.
    Done(Applied),
    /// Prices have changed since these were rated; nothing was written.
    Stale(Vec<Priced>),
    /// The partition is not where, or not whose, we thought; nothing was written.
    Moved(StoreError),
    /// The worker stops; the batch may or may not stand and will be read again.
    Stopped,
}

/// Applies rows, letters and offset, if `rated_with` is the newest state of the prices.
pub(crate) async fn write(
    context: &Context,
    stop: &CancellationToken,
    rules: &Rules<'_>,
    priced: Vec<Priced>,
    rated_with: u64,
    mut dead: Vec<DeadLetter>,
    advance: Option<Advance>,
) -> Written {
    let (offsets, rows): (Vec<u64>, Vec<LedgerRow>) =
        priced.into_iter().map(|priced| (priced.offset, priced.row)).unzip();
    let rows: Arc<[LedgerRow]> = rows.into();
    // Copied only where something is wrong.
    let again = || offsets.iter().zip(&*rows).map(|(&offset, row)| Priced { offset, row: row.clone() }).collect();
    let rated_with = Some(rated_with);
    let whole = Batch { rows: rows.clone(), rated_with, dead: dead.clone(), advance: advance.clone() };
    match apply(context, stop, &whole).await {
        None => Written::Stopped,
        Some(Ok(applied)) => done(applied, &dead),
        Some(Err(StoreError::Stale { .. })) => Written::Stale(again()),
        Some(Err(moved @ (StoreError::OffsetMoved { .. } | StoreError::Fenced { .. }))) => Written::Moved(moved),
        Some(Err(error)) => {
            tracing::warn!(%error, rows = rows.len(), "the store refused a batch; looking for the row at fault");
            metrics::counter!(telemetry::BISECTED).increment(1);
            let (counted, poison) = match isolate(context, stop, again(), rated_with).await {
                None => return Written::Stopped,
                // What is counted already is a duplicate the next time.
                Some(Err(Stale)) => return Written::Stale(again()),
                Some(Ok(found)) => found,
            };
            dead.extend(poison.into_iter().map(|priced| refused_by_store(priced, rules)));
            let rest = Batch { dead: dead.clone(), advance, ..Batch::default() };
            match apply(context, stop, &rest).await {
                None => Written::Stopped,
                Some(Ok(_)) => done(counted, &dead),
                Some(Err(moved @ (StoreError::OffsetMoved { .. } | StoreError::Fenced { .. }))) => {
                    Written::Moved(moved)
                }
                Some(Err(error)) => {
                    // Letters and offsets have no figures that could be refused; stopping here loses nothing.
                    tracing::error!(%error, "the store refused dead letters: a defect; the batch will be read again");
                    Written::Stopped
                }
            }
        }
    }
}

fn done(applied: Applied, dead: &[DeadLetter]) -> Written {
    metrics::counter!(telemetry::ROWS).increment(applied.inserted);
    metrics::counter!(telemetry::DUPLICATES).increment(applied.duplicates);
    for letter in dead {
        metrics::counter!(telemetry::DEAD_LETTERS, "reason" => letter.reason.clone()).increment(1);
        tracing::warn!(
            reason = letter.reason,
            field = letter.field,
            partition = letter.partition,
            offset = letter.offset,
            "an event became a dead letter"
        );
    }
    Written::Done(applied)
}

async fn apply(context: &Context, stop: &CancellationToken, batch: &Batch) -> Option<Result<Applied, StoreError>> {
    until_answered(&context.deps.settings, stop, || context.store().ledger().apply(batch.clone())).await
}

/// Prices changed on the way.
struct Stale;

/// Applies all rows that the store takes, without the offset: should the process die in between, they are read again
/// and are duplicates then. Answers what was added and which rows it does not take; `None` when the worker stops.
async fn isolate(
    context: &Context,
    stop: &CancellationToken,
    priced: Vec<Priced>,
    rated_with: Option<u64>,
) -> Option<Result<(Applied, Vec<Priced>), Stale>> {
    let mut counted = Applied::default();
    let mut tenants = BTreeSet::new();
    let mut poison = Vec::new();
    let mut parts = vec![priced];
    while let Some(mut part) = parts.pop() {
        let rows = part.iter().map(|priced| priced.row.clone()).collect();
        match apply(context, stop, &Batch { rows, rated_with, ..Batch::default() }).await? {
            Ok(applied) => {
                counted.inserted += applied.inserted;
                counted.duplicates += applied.duplicates;
                tenants.extend(applied.tenants);
            }
            Err(StoreError::Stale { .. }) => return Some(Err(Stale)),
            Err(_) if part.len() <= 1 => poison.append(&mut part),
            Err(_) => {
                let second = part.split_off(part.len() / 2);
                parts.push(second);
                parts.push(part);
            }
        }
    }
    counted.tenants = tenants.into_iter().collect();
    Some(Ok((counted, poison)))
}
