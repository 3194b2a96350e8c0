//! A clock that stands still until it is told to move.

use domain::{Clock, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A settable clock; clones share the same hands.
#[derive(Clone, Debug)]
pub struct FakeClock {
    now_ms: Arc<AtomicI64>,
}

impl FakeClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self { now_ms: Arc::new(AtomicI64::new(now.as_millis())) }
    }

    /// Sets the hands.
    pub fn set(&self, now: Timestamp) {
        self.now_ms.store(now.as_millis(), Ordering::SeqCst);
    }

    /// Moves the hands on, or back with a negative figure.
    pub fn advance_ms(&self, millis: i64) {
        self.now_ms.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now_ms.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_show_the_same_time() {
        let clock = FakeClock::at(Timestamp::from_millis(1_000));
        let other = clock.clone();
        clock.advance_ms(500);
        assert_eq!(other.now().as_millis(), 1_500);
        other.set(Timestamp::from_millis(-1));
        assert_eq!(clock.now().as_millis(), -1);
    }
}
