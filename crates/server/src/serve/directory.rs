//! Keeps this process's keys and prices as the store has them, and the last ones on disk.
//!
//! Other processes make and revoke keys and correct prices. The store counts such changes, so that looking costs two
//! small questions a second; what changed is read whole. While the store cannot be reached the last ones stand.

use super::house::House;
use super::snapshot::{self, Snapshot};
use crate::telemetry::metric;
use anyhow::{Context as _, Result};
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

/// What the process begins with: the store's keys and prices, or where the store cannot be reached, the last ones on disk.
/// Answers the state that was read, if it was read from the store.
///
/// # Errors
/// The store is there and not fit to be used; the text names the fix.
pub async fn begin(house: &House) -> Result<Option<Versions>> {
    let problem = match tokio::time::timeout(PATIENCE, first(house)).await {
        Ok(Ok(seen)) => {
            house.store_standing.well();
            return Ok(Some(seen));
        }
        Ok(Err(StoreError::Unavailable(problem))) => problem,
        Ok(Err(error)) => return Err(error).context("the store cannot be used"),
        Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
    };
    house.store_standing.missing(format!("the store cannot be reached: {problem}"));
    let found = snapshot::read(&house.data).context("reading the last keys and prices from the data folder")?;
    match found {
        Some(found) => {
            tracing::warn!(problem, keys = found.keys.len(), of = %found.at, "the store cannot be reached; keys and prices are the last ones on disk");
            take(house, &found);
        }
        None => tracing::warn!(problem, "the store cannot be reached, and there are no keys and prices on disk yet"),
    }
    Ok(None)
}

/// The first look: is the store fit to be used, and what does it hold?
async fn first(house: &House) -> Result<Versions, StoreError> {
    house.backend.verify().await?;
    let seeded = house.store.prices().seed(house.models.prices()).await?;
    tracing::debug!(seeded, "prices of the catalogue that were not there yet");
    let (seen, snapshot) = read(house).await?;
    take(house, &snapshot);
    Ok(seen)
}

/// Reads keys and prices. The versions are read first: a change in between is then found by the next look.
async fn read(house: &House) -> Result<(Versions, Snapshot), StoreError> {
    let seen = versions(&*house.store).await?;
    let keys = house.store.keys().active().await?;
    let prices = house.store.prices().now().await?;
    let snapshot = Snapshot { keys, prices, at: house.clock.now() };
    if let Err(error) = snapshot::write(&house.data, &snapshot) {
        tracing::error!(%error, "keys and prices could not be written down; a start without the store has older ones");
    }
    Ok((seen, snapshot))
}

/// Takes a snapshot into use.
fn take(house: &House, snapshot: &Snapshot) {
    house.keys.replace(snapshot.keys.clone());
    house.prices.replace(snapshot.prices.book());
}

/// Looks for changes for as long as it runs. `seen` is what the process began with.
pub async fn keep(house: Arc<House>, mut seen: Option<Versions>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut failing = house.store_standing.problem().is_some();
    loop {
        ticks.tick().await;
        let problem = match tokio::time::timeout(PATIENCE, look(&house, seen)).await {
            Ok(Ok(now)) => {
                seen = Some(now);
                None
            }
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some(format!("the store gave no answer within {} s", PATIENCE.as_secs())),
        };
        metrics::gauge!(metric::DIRECTORY_FRESH).set(if problem.is_none() { 1.0 } else { 0.0 });
        match problem {
            None => {
                house.store_standing.well();
                if std::mem::take(&mut failing) {
                    tracing::info!("keys and prices are read from the store again");
                }
            }
            Some(problem) => {
                house.store_standing.missing(&problem);
                if !std::mem::replace(&mut failing, true) {
                    tracing::warn!(problem, "keys and prices cannot be read from the store; the last ones stand");
                }
            }
        }
    }
}

async fn look(house: &House, seen: Option<Versions>) -> Result<Versions, StoreError> {
    let Some(seen) = seen else {
        let found = first(house).await?;
        house.tell_store_again().await?;
        return Ok(found);
    };
    let now = versions(&*house.store).await?;
    if seen == now {
        return Ok(now);
    }
    let (read_at, snapshot) = read(house).await?;
    take(house, &snapshot);
    tracing::debug!(keys = snapshot.keys.len(), prices = snapshot.prices.rows.len(), "keys and prices were read anew");
    Ok(read_at)
}
