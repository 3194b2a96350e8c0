//! Says which models have no price: their requests cost something, and nobody knows what.

use crate::Context;
use crate::context::HOUR_MS;
use crate::telemetry;
use store::rollups::RollupQuery;
use store::scope::WorkerProof;
use store::{Dimension, Filters, StoreError};

/// Models that are named in the log at most; beyond, only the figure grows.
const NAMED: usize = 1_000;

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let now = context.now();
    let mut unpriced = 0;
    for tenant in context.store().tenants().list().await? {
        let query = RollupQuery {
            from: now.plus_millis(-24 * HOUR_MS),
            to: now.plus_millis(HOUR_MS),
            grain: None,
            zone: "UTC".into(),
            filters: Filters::default(),
            group_by: Some(Dimension::Model),
        };
        let points = context.store().rollups().series(WorkerProof.scope(tenant.id), &query).await?;
        for point in points.into_iter().filter(|point| point.measures.unpriced > 0) {
            unpriced += point.measures.unpriced;
            let Some(model) = point.group else { continue };
            let mut named = context.memory.unpriced.lock().await;
            if named.len() < NAMED && named.insert(model.clone()) {
                tracing::warn!(model, "requests of this model have no price, so their cost is unknown; add one");
            }
        }
    }
    metrics::gauge!(telemetry::UNPRICED).set(unpriced as f64);
    Ok(unpriced)
}
