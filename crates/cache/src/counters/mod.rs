//! Counts over a sliding window, for limits and live figures: exact for this process, as of the last exchange for the
//! others. Counting is an addition in memory; nothing here waits.

mod memory;
pub(crate) mod slots;
mod table;
mod window;

pub use memory::MemoryCounters;
#[cfg(feature = "redis")]
pub(crate) use table::{Report, Table};
pub use window::Window;

use domain::Timestamp;
use std::fmt;
use uuid::Uuid;

/// Counters that are remembered at most, by default.
pub const MAX_COUNTERS: usize = 50_000;

/// Names a counter: what is counted, whose, and over which window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CounterKey {
    /// What is counted, such as `requests`: a word of the code, never text from outside.
    pub what: &'static str,
    /// Whose: the id of a key or a tenant.
    pub id: Uuid,
    /// Over how long.
    pub window: Window,
}

impl fmt::Display for CounterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tollkeeper:count:{}:{}:{}", self.what, self.id, self.window.width_ms() / 1000)
    }
}

/// Counts. What is counted here may be forgotten: it is no ledger.
pub trait Counters: Send + Sync {
    /// Adds `n` to a counter, now.
    fn count(&self, key: CounterKey, n: u64, now: Timestamp);

    /// What was counted in the window that ends now, by every process as far as this one knows: its own to the last
    /// call, the others' as of the last exchange. Where only a part of a slot lies in the window, that part of its count.
    fn total(&self, key: CounterKey, now: Timestamp) -> u64;
}
