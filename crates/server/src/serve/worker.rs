//! The worker's wiring: what it is given, and how it is stopped.

use super::house::House;
use super::stream;
use crate::config::Config;
use anyhow::Result;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use worker::{Deps, Publish, Settings, Worker};

/// Seconds of a day.
const DAY_S: u64 = 86_400;

/// Starts the worker; it runs until `stop`.
///
/// # Errors
/// There is nothing to read events from.
pub fn start(house: &Arc<House>, config: &Config, stop: CancellationToken) -> Result<Worker> {
    let live = house.shared.live.clone();
    // Whoever was counted by a worker that was killed between its commit and saying so is not known to anybody.
    live.publish_all();
    let publish: Publish = Arc::new(move |tenants| tenants.iter().for_each(|tenant| live.publish(*tenant)));
    let seen = house.clone();
    let days = config.retention.raw.as_secs().div_ceil(DAY_S);
    let deps = Deps {
        feed: stream::feed(house, &config.events.log)?,
        store: house.store.clone(),
        prices: house.prices.clone(),
        live: publish,
        breakers: Arc::new(move || seen.shared.all_breakers()),
        clock: house.clock.clone(),
        settings: Settings { retention_days: u32::try_from(days).unwrap_or(u32::MAX), ..Settings::default() },
    };
    Ok(Worker::start(deps, stop))
}
