//! Deletes raw rows past retention, and outages that ended before; their sums stay.

use super::rebuild;
use crate::Context;
use store::StoreError;

/// Rows a transaction: few, because the writer does nothing else meanwhile.
const ROWS: usize = 2_000;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    // What is marked must be rebuilt while its rows are there: afterwards it is frozen as it is.
    rebuild::run(context).await?;
    let before = context.raw_kept_since();
    let mut gone = context.store().outages().sweep(before).await? as u64;
    loop {
        match context.store().ledger().sweep_raw(before, ROWS).await? {
            0 => return Ok(gone),
            more => gone += more as u64,
        }
    }
}
