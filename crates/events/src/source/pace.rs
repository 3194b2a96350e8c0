//! When a worker is given the next batches: at once if it has little to do, and with more in each if it is busy.

use std::time::{Duration, Instant};

/// How much longer than the last round took to store the worker rests. A transaction costs much the same for one row and
/// for many, so a worker that spends all of its time on small ones is relieved, and one that has just begun is not held up.
const FACTOR: u32 = 2;

/// Rounds and the rests between them. Pure: it is told the time.
#[derive(Default)]
pub(crate) struct Pace {
    /// When the round that is not stored yet was given.
    given: Option<Instant>,
    rests_until: Option<Instant>,
}

impl Pace {
    /// Batches are given to the worker.
    pub(crate) fn give(&mut self, now: Instant) {
        self.given = Some(now);
    }

    /// The worker asks for more: what it was given is stored. It rests, but no longer than `longest`.
    pub(crate) fn ask(&mut self, now: Instant, longest: Duration) {
        if let Some(given) = self.given.take() {
            let took = now.saturating_duration_since(given);
            self.rests_until = Some(now + took.saturating_mul(FACTOR).min(longest));
        }
    }

    /// When what has waited since a moment may be given.
    pub(crate) fn due(&self, since: Instant) -> Instant {
        self.rests_until.map_or(since, |until| until.max(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_follows_a_round_and_is_bounded() {
        let (ms, longest) = (Duration::from_millis, Duration::from_millis(100));
        let begin = Instant::now();
        let mut pace = Pace::default();
        pace.ask(begin, longest);
        assert_eq!(pace.due(begin), begin, "nothing was stored yet");
        pace.give(begin);
        let stored = begin + ms(20);
        pace.ask(stored, longest);
        pace.ask(stored + ms(5), longest);
        assert_eq!(pace.due(stored), stored + ms(40), "asking twice is one rest");
        assert_eq!(pace.due(stored + ms(50)), stored + ms(50), "after the rest nothing waits");
        pace.give(stored + ms(50));
        pace.ask(stored + ms(950), longest);
        assert_eq!(pace.due(stored), stored + ms(1_050));
        pace.give(stored);
        pace.ask(stored + ms(900), Duration::ZERO);
        assert_eq!(pace.due(stored), stored + ms(900), "who may not rest does not");
    }
}
