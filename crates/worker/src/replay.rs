//! Replay: the log into an empty store, and dead letters that were fixed.

use crate::Context;
use crate::consumers::decide::{Rules, Valid, price, validate};
use crate::consumers::usage::Consumer;
use events::{Offset, Record, RecordKind};
use std::collections::HashSet;
use store::StoreError;
use store::ledger::Batch;
use tokio_util::sync::CancellationToken;

/// Why something was not replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The store failed, or holds no such letter.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The letter holds nothing that could be read.
    #[error("the dead letter holds no event; give one up or replay with the fixed event")]
    Empty,
    /// The event is still refused.
    #[error("the event is still refused: {reason}{}", field.as_ref().map(|field| format!(" in `{field}`")).unwrap_or_default())]
    Refused {
        /// Why, as in dead letters.
        reason: String,
        /// The field at fault, where one is.
        field: Option<String>,
    },
    /// The worker stops.
    #[error("stopped before the end")]
    Stopped,
}

/// Reads the log from where the store stands to its head, as the consumer does; answers how many records it took. In an
/// empty store that is the whole log, and gives the same tables as the first time.
///
/// # Errors
/// `Stopped`.
pub async fn rebuild_from_log(context: &Context, stop: CancellationToken) -> Result<u64, ReplayError> {
    let mut consumer = Consumer::begin(context, stop).await.ok_or(ReplayError::Stopped)?;
    let taken = consumer.catch_up().await;
    consumer.end().await;
    taken.ok_or(ReplayError::Stopped)
}

/// Counts the event of a dead letter now, as it stands or as `fixed` (a whole event as JSON), and removes the letter.
/// Replaying one that was counted already changes nothing.
///
/// # Errors
/// What is wrong with it still; the letter stays then.
pub async fn dead_letter(
    context: &Context,
    partition: &str,
    offset: u64,
    fixed: Option<&str>,
) -> Result<bool, ReplayError> {
    let store = context.store();
    let letter = store.dead_letters().get(partition, offset).await?;
    let payload = fixed.map(str::to_owned).or(letter.known).ok_or(ReplayError::Empty)?;
    let rules = Rules { partition, now: context.now(), oldest: context.oldest() };
    let record = Record {
        offset: Offset(offset),
        next: Offset(offset.saturating_add(1)),
        kind: RecordKind::Usage(payload.into_bytes()),
    };
    let (valid, mut dead) = validate(&[record], &rules);
    let owners: Vec<_> = valid.iter().map(|valid| valid.event.tenant_id).collect();
    let known: HashSet<_> = store.ledger().known_tenants(&owners).await?.into_iter().collect();
    let mut valid = valid;
    let applied = loop {
        let book = context.deps.prices.book();
        let (priced, strangers) = price(valid, &known, &book, &rules);
        dead.extend(strangers);
        if let Some(dead) = dead.pop() {
            return Err(ReplayError::Refused { reason: dead.reason, field: dead.field });
        }
        let rows = priced.iter().map(|priced| priced.row.clone()).collect();
        match store.ledger().apply(Batch { rows, rated_with: Some(book.version()), ..Batch::default() }).await {
            Err(StoreError::Stale { .. }) => {
                context.read_prices().await?;
                valid = priced.into_iter().map(Valid::from).collect();
            }
            applied => break applied?,
        }
    };
    store.dead_letters().remove(partition, offset).await?;
    context.publish(&applied.tenants);
    Ok(applied.inserted > 0)
}
