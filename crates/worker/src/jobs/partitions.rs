//! Makes partitions for the days ahead, where the store has such, and says when too few are ready.

use crate::{Context, telemetry};
use store::StoreError;

/// Days ahead that are made.
const AHEAD_DAYS: u32 = 7;

/// Fewer than so many ready days are worth a person's look: the job has failed for days.
const ENOUGH_DAYS: u64 = 3;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let Some(partitions) = context.store().ledger().prepare_partitions(context.now(), AHEAD_DAYS).await? else {
        return Ok(0);
    };
    metrics::gauge!(telemetry::PARTITION_DAYS).set(partitions.ready_days as f64);
    if partitions.ready_days < ENOUGH_DAYS {
        tracing::error!(
            ready_days = partitions.ready_days,
            "too few partitions are ready; look for locks that keep them from being made"
        );
    }
    Ok(partitions.made)
}
