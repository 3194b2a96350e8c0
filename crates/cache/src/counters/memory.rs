//! Counters of this process alone.

use super::table::Table;
use super::{CounterKey, Counters, MAX_COUNTERS};
use domain::Timestamp;

/// The in-memory counters: the whole truth where there is one process.
pub struct MemoryCounters(Table);

impl MemoryCounters {
    /// Counters, at most so many; beyond it the ones that were used least recently begin anew.
    #[must_use]
    pub fn new(max_counters: usize) -> Self {
        Self(Table::new(max_counters))
    }
}

impl Default for MemoryCounters {
    fn default() -> Self {
        Self::new(MAX_COUNTERS)
    }
}

impl Counters for MemoryCounters {
    fn count(&self, key: CounterKey, n: u64, now: Timestamp) {
        self.0.count(key, n, now);
    }

    fn total(&self, key: CounterKey, now: Timestamp) -> u64 {
        self.0.total(key, now)
    }
}
