//! Compares the sums of the last whole hours with their rows, and marks what differs to be rebuilt.

use crate::Context;
use crate::context::HOUR_MS;
use store::StoreError;

/// Whole hours looked at; the job runs once an hour, so each is seen twice.
const HOURS: i64 = 2;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let to = context.now().floor_to(HOUR_MS);
    let mut marked = 0;
    for tenant in context.store().tenants().list().await? {
        // An hour a call: a busy tenant's rows of many hours would keep a reader for too long.
        for back in (1..=HOURS).rev() {
            let from = to.plus_millis(-back * HOUR_MS);
            let ledger = context.store().ledger();
            let differing = ledger.differing_hours(tenant.id, from, from.plus_millis(HOUR_MS)).await?;
            if !differing.is_empty() {
                tracing::error!(hours = differing.len(), "sums differ from their rows; the hours will be rebuilt");
                ledger.mark_dirty(&differing).await?;
                marked += differing.len() as u64;
            }
        }
    }
    Ok(marked)
}
