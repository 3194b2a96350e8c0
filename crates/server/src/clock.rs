//! The time of this process. It can be set wrong on purpose, so that a test sees what a machine with a wrong clock does to
//! the others.

use domain::{Clock, SystemClock, Timestamp};
use std::sync::Arc;

/// Milliseconds by which the process's time is off, ahead or behind.
const OFF_BY: &str = "TOLLKEEPER_CLOCK_OFF_BY_MS";

struct Wrong {
    off_by_ms: i64,
}

impl Clock for Wrong {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus_millis(self.off_by_ms)
    }
}

/// The machine's time, or a wrong one where a test asks for it.
pub fn clock() -> Arc<dyn Clock> {
    let off_by_ms = std::env::var(OFF_BY).ok().and_then(|text| text.parse().ok()).filter(|ms: &i64| *ms != 0);
    match off_by_ms {
        None => Arc::new(SystemClock),
        Some(off_by_ms) => {
            tracing::warn!(off_by_ms, "this process's clock is wrong on purpose: {OFF_BY} is set, for a test");
            Arc::new(Wrong { off_by_ms })
        }
    }
}
