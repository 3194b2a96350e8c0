//! What consumers and jobs share.

use crate::Settings;
use crate::jobs::Memory;
use cache::{Board, PriceShelf};
use domain::{Clock, TenantId, Timestamp};
use events::EventFeed;
use std::sync::Arc;
use store::{Store, StoreError};

/// Milliseconds of an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// Told, after a commit, whose figures changed.
pub type Publish = Arc<dyn Fn(&[TenantId]) + Send + Sync>;

/// The breakers of every gateway as they stand; `None` where this process does not see all of them.
pub type Breakers = Arc<dyn Fn() -> Option<Arc<Board>> + Send + Sync>;

/// What a worker needs from the process it runs in.
#[derive(Clone)]
pub struct Deps {
    /// Where events come from.
    pub feed: Arc<dyn EventFeed>,
    /// Where they go.
    pub store: Arc<dyn Store>,
    /// The prices; the worker replaces the book when the store's prices change.
    pub prices: Arc<PriceShelf>,
    /// Told whose figures changed.
    pub live: Publish,
    /// Asked how the gateways' breakers stand, of which outages are kept.
    pub breakers: Breakers,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How to work.
    pub settings: Settings,
}

/// The dependencies, and what jobs remember between runs.
pub struct Context {
    pub(crate) deps: Deps,
    pub(crate) memory: Memory,
}

impl Context {
    /// A context of its own, for replay and for running jobs by hand.
    #[must_use]
    pub fn new(deps: Deps) -> Self {
        Self { deps, memory: Memory::new() }
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.deps.store
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.deps.clock.now()
    }

    /// Puts the prices on the shelf as the store has them now.
    pub(crate) async fn read_prices(&self) -> Result<(), StoreError> {
        self.deps.prices.replace(self.store().prices().now().await?.book());
        Ok(())
    }

    /// Raw rows from before this moment are swept.
    pub(crate) fn raw_kept_since(&self) -> Timestamp {
        let days = i64::from(self.deps.settings.retention_days);
        self.now().plus_millis(-days * 24 * HOUR_MS).floor_to(HOUR_MS)
    }

    /// Events from before this moment are too late.
    pub(crate) fn oldest(&self) -> Timestamp {
        self.raw_kept_since().plus_millis(i64::from(self.deps.settings.late_margin_hours) * HOUR_MS)
    }

    pub(crate) fn publish(&self, tenants: &[TenantId]) {
        if !tenants.is_empty() {
            (self.deps.live)(tenants);
        }
    }
}
