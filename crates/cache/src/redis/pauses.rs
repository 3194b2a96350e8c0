//! Waiting before another try: doubling up to a bound, and from the start again once things went well for a while.

use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// The first pause. Nothing is tried again sooner, so that a server in trouble is left alone.
const FIRST: Duration = Duration::from_millis(100);
/// The longest pause: how late a server that is back may be noticed.
const LONGEST: Duration = Duration::from_secs(2);
/// What worked for so long was no fluke.
const STEADY: Duration = Duration::from_secs(10);

/// The pauses of one thing that is tried again and again.
pub(crate) struct Pauses {
    next: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { next: FIRST }
    }
}

impl Pauses {
    /// Notes that it worked from `since` until `now`.
    pub(crate) fn worked(&mut self, since: Instant, now: Instant) {
        if now.duration_since(since) >= STEADY {
            self.next = FIRST;
        }
    }

    fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(LONGEST);
        pause
    }

    /// Waits; says whether to go on.
    pub(crate) async fn rest(&mut self, stop: &CancellationToken) -> bool {
        stop.run_until_cancelled(tokio::time::sleep(self.take())).await.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_their_bound_and_begin_anew_after_a_steady_while() {
        let mut pauses = Pauses::default();
        assert_eq!([(); 6].map(|()| pauses.take().as_millis()), [100, 200, 400, 800, 1_600, 2_000]);
        let start = Instant::now();
        pauses.worked(start, start + STEADY / 2);
        assert_eq!(pauses.take(), LONGEST);
        pauses.worked(start, start + STEADY);
        assert_eq!(pauses.take(), FIRST);
    }
}
