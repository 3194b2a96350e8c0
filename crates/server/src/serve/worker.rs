//! The worker's wiring: what it is given, and how it is stopped.

use super::house::House;
use crate::config::Config;
use events::JournalFeed;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use worker::{Deps, Publish, Settings, Worker};

/// Seconds of a day.
const DAY_S: u64 = 86_400;

/// Starts the worker; it runs until `stop`.
pub fn start(house: &House, config: &Config, stop: CancellationToken) -> Worker {
    let live = house.live.clone();
    let publish: Publish = Arc::new(move |tenants| tenants.iter().for_each(|tenant| live.publish(*tenant)));
    let days = config.retention.raw.as_secs().div_ceil(DAY_S);
    let deps = Deps {
        feed: Arc::new(JournalFeed::new(house.journal.clone())),
        store: house.store.clone(),
        prices: house.prices.clone(),
        live: publish,
        clock: house.clock.clone(),
        settings: Settings { retention_days: u32::try_from(days).unwrap_or(u32::MAX), ..Settings::default() },
    };
    Worker::start(deps, stop)
}
