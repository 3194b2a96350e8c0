//! Says which models have no price: their requests cost something, and nobody knows what.

use crate::Context;
use crate::context::HOUR_MS;
use crate::telemetry;
use store::StoreError;
use store::ledger::Unpriced;

/// Models that are named in the log at most; beyond, only the figure grows.
const NAMED: usize = 1_000;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let now = context.now();
    let mut unpriced = 0;
    let (from, to) = (now.plus_millis(-24 * HOUR_MS), now.plus_millis(HOUR_MS));
    for Unpriced { model, requests } in context.store().ledger().unpriced(from, to).await? {
        unpriced += requests;
        let mut named = context.memory.unpriced.lock().await;
        if named.len() < NAMED && named.insert(model.clone()) {
            tracing::warn!(%model, "requests of this model have no price, so their cost is unknown; add one");
        }
    }
    metrics::gauge!(telemetry::UNPRICED).set(unpriced as f64);
    Ok(unpriced)
}
