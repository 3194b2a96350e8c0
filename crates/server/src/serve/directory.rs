//! Keeps this process's keys and prices as the store has them, and the last ones on disk.
//!
//! Other processes make and revoke keys and correct prices. The store counts such changes, so that looking costs two
//! small questions a second; what changed is read whole. While the store cannot be reached the last ones stand.

use super::house::House;
use super::snapshot::{self, Snapshot};
use crate::telemetry::metric;
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};

/// How often the store is asked whether anything changed: how long a revoked key may still work in other processes.
const EVERY: Duration = Duration::from_secs(1);

/// How long one look may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// The states of keys and prices that a snapshot was read at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Versions {
    keys: u64,
    prices: u64,
}

async fn versions(store: &dyn Store) -> Result<Versions, StoreError> {
    Ok(Versions { keys: store.keys().version().await?, prices: store.prices().version().await? })
}

/// Reads keys and prices. The versions are read first: a change in between is then found by the next look.
///
/// # Errors
/// The store fails.
pub async fn read(house: &House) -> Result<(Versions, Snapshot), StoreError> {
    let seen = versions(&*house.store).await?;
    let keys = house.store.keys().active().await?;
    let prices = house.store.prices().now().await?;
    Ok((seen, Snapshot { keys, prices, at: house.clock.now() }))
}

/// Takes a snapshot into use.
pub fn take(house: &House, snapshot: &Snapshot) {
    house.keys.replace(snapshot.keys.clone());
    house.prices.replace(snapshot.prices.book());
}

/// Looks for changes for as long as it runs. `seen` is what the process started with.
pub async fn keep(house: Arc<House>, mut seen: Option<Versions>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let looked = tokio::time::timeout(PATIENCE, look(&house, seen)).await;
        let problem = match looked {
            Ok(Ok(now)) => {
                seen = Some(now);
                None
            }
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(format!("no answer within {} s", PATIENCE.as_secs())),
        };
        metrics::gauge!(metric::DIRECTORY_FRESH).set(if problem.is_none() { 1.0 } else { 0.0 });
        match problem {
            Some(problem) if !failing => {
                tracing::warn!(problem, "keys and prices cannot be read from the store; the last ones stand");
                failing = true;
            }
            None if failing => {
                tracing::info!("keys and prices are read from the store again");
                failing = false;
            }
            _ => {}
        }
    }
}

async fn look(house: &House, seen: Option<Versions>) -> Result<Versions, StoreError> {
    let now = versions(&*house.store).await?;
    if seen == Some(now) {
        return Ok(now);
    }
    let (read_at, snapshot) = read(house).await?;
    take(house, &snapshot);
    if let Err(error) = snapshot::write(&house.data, &snapshot) {
        tracing::error!(%error, "keys and prices could not be written down; a start without the store has older ones");
    }
    tracing::debug!(keys = snapshot.keys.len(), prices = snapshot.prices.rows.len(), "keys and prices were read anew");
    Ok(read_at)
}
