//! Successes and failures of the last span of time, in a ring of ten slots.

use domain::Timestamp;

const SLOTS: usize = 10;

/// Counts of one slot of time.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Slot {
    /// Which span since 1970 it counts.
    number: i64,
    successes: u32,
    failures: u32,
}

/// A rolling window. It forgets in steps of a tenth of its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    slot_ms: i64,
    slots: [Slot; SLOTS],
}

/// What a window holds.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) successes: u64,
    pub(super) failures: u64,
}

impl Window {
    pub(super) fn new(width_ms: u64) -> Self {
        let slot_ms = i64::try_from(width_ms / SLOTS as u64).unwrap_or(i64::MAX).max(1);
        Self { slot_ms, slots: [Slot::default(); SLOTS] }
    }

    pub(super) fn record(&mut self, now: Timestamp, success: bool) {
        let number = now.as_millis().div_euclid(self.slot_ms);
        let place = usize::try_from(number.rem_euclid(SLOTS as i64)).unwrap_or(0);
        let slot = &mut self.slots[place];
        if slot.number != number {
            *slot = Slot { number, ..Slot::default() };
        }
        let count = if success { &mut slot.successes } else { &mut slot.failures };
        *count = count.saturating_add(1);
    }

    pub(super) fn counts(&self, now: Timestamp) -> Counts {
        let number = now.as_millis().div_euclid(self.slot_ms);
        let live = self.slots.iter().filter(|slot| (0..SLOTS as i64).contains(&(number - slot.number)));
        live.fold(Counts::default(), |sum, slot| Counts {
            successes: sum.successes + u64::from(slot.successes),
            failures: sum.failures + u64::from(slot.failures),
        })
    }

    pub(super) fn clear(&mut self) {
        self.slots = [Slot::default(); SLOTS];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_than_the_width_is_forgotten() {
        let mut window = Window::new(10_000);
        let at = |ms: i64| Timestamp::from_millis(1_800_000_000_000 + ms);
        window.record(at(0), false);
        window.record(at(5_000), true);
        assert_eq!(window.counts(at(9_999)), Counts { successes: 1, failures: 1 });
        assert_eq!(window.counts(at(10_000)), Counts { successes: 1, failures: 0 });
        window.record(at(10_000), true);
        assert_eq!(window.counts(at(10_000)), Counts { successes: 2, failures: 0 });
        assert_eq!(window.counts(at(60_000)), Counts::default());
    }
}
