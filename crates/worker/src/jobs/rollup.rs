//! Brings days, weeks and months up to the base buckets that changed since the last run.

use crate::Context;
use store::StoreError;

/// Tenants' days a transaction: few enough that what they lock is free again soon.
const DAYS: usize = 64;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let mut done = 0;
    loop {
        match context.store().ledger().roll_up(DAYS).await? {
            0 => return Ok(done),
            more => done += more as u64,
        }
    }
}
