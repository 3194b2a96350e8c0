//! Rebuilds the hours that were marked.

use crate::Context;
use store::StoreError;

/// Hours a transaction: few, because the writer does nothing else meanwhile.
const HOURS: usize = 8;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let mut done = 0;
    loop {
        match context.store().ledger().rebuild_dirty(HOURS, context.raw_kept_since()).await? {
            0 => return Ok(done),
            more => done += more as u64,
        }
    }
}
