//! The arithmetic of a sliding window: whole slots, and of the oldest one the part that still lies inside.

use domain::Timestamp;

/// How long something is counted. A window is cut into slots, whose starts are the same for everyone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Window {
    /// Sixty seconds in slots of ten: for limits.
    Minute,
    /// Five minutes in slots of thirty seconds: for figures to look at.
    FiveMinutes,
}

impl Window {
    /// Its length.
    #[must_use]
    pub const fn width_ms(self) -> i64 {
        match self {
            Self::Minute => 60_000,
            Self::FiveMinutes => 300_000,
        }
    }

    /// The length of a slot, of which the window is a multiple.
    #[must_use]
    pub const fn slot_ms(self) -> i64 {
        match self {
            Self::Minute => 10_000,
            Self::FiveMinutes => 30_000,
        }
    }

    /// The number of the slot that holds this moment.
    #[must_use]
    pub const fn slot(self, at: Timestamp) -> i64 {
        at.as_millis().div_euclid(self.slot_ms())
    }

    /// The oldest slot of which a part lies in the window that ends now.
    #[must_use]
    pub const fn oldest(self, now: Timestamp) -> i64 {
        self.slot(now) - self.width_ms() / self.slot_ms()
    }

    /// The sum of the counts in the window that ends now, rounded down. The oldest slot counts by the part of it that
    /// lies inside, as if its count were spread evenly. A slot that begins next counts too, for clocks that differ a
    /// little; one beyond it is of a clock that is wrong and counts nothing.
    pub fn total(self, now: Timestamp, counted: impl IntoIterator<Item = (i64, u64)>) -> u64 {
        let (current, oldest) = (self.slot(now), self.oldest(now));
        let left_ms = self.slot_ms() - now.as_millis().rem_euclid(self.slot_ms());
        let (mut whole, mut parts) = (0_u128, 0_u128);
        for (slot, n) in counted {
            if slot == oldest {
                parts += u128::from(n);
            } else if slot > oldest && slot <= current + 1 {
                whole += u128::from(n);
            }
        }
        let share = parts * u128::from(left_ms.unsigned_abs()) / u128::from(self.slot_ms().unsigned_abs());
        u64::try_from(whole + share).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slots(window: Window, counts: &[(i64, u64)]) -> Vec<(i64, u64)> {
        counts.iter().map(|&(at_ms, n)| (window.slot(Timestamp::from_millis(at_ms)), n)).collect()
    }

    /// What was counted after `from_ms` and up to `to_ms`.
    fn exact(counts: &[(i64, u64)], from_ms: i64, to_ms: i64) -> u64 {
        counts.iter().filter(|(at_ms, _)| *at_ms > from_ms && *at_ms <= to_ms).map(|(_, n)| n).sum()
    }

    fn windows() -> impl Strategy<Value = Window> {
        prop_oneof![Just(Window::Minute), Just(Window::FiveMinutes)]
    }

    proptest! {
        #[test]
        fn the_total_lies_between_a_window_less_and_a_window_more_by_one_slot(
            window in windows(),
            now_ms in -1_000_000_i64..1_000_000,
            counts in prop::collection::vec((0_i64..700_000, 0_u64..1_000), 0..50),
        ) {
            let counts: Vec<_> = counts.into_iter().map(|(ago_ms, n)| (now_ms - ago_ms, n)).collect();
            let total = window.total(Timestamp::from_millis(now_ms), slots(window, &counts));
            let (width, slot) = (window.width_ms(), window.slot_ms());
            prop_assert!(total >= exact(&counts, now_ms - width + slot, now_ms));
            prop_assert!(total <= exact(&counts, now_ms - width - slot, now_ms));
        }

        #[test]
        fn a_total_only_falls_while_nothing_is_counted_and_reaches_zero(
            window in windows(),
            counts in prop::collection::vec((0_i64..300_000, 0_u64..1_000), 0..50),
            waits in prop::collection::vec(0_i64..60_000, 0..30),
        ) {
            let counted = slots(window, &counts);
            let (mut now_ms, mut last) = (300_000, u64::MAX);
            for wait in waits {
                now_ms += wait;
                let total = window.total(Timestamp::from_millis(now_ms), counted.clone());
                prop_assert!(total <= last);
                last = total;
            }
            let end = 300_000 + window.width_ms() + window.slot_ms();
            prop_assert_eq!(window.total(Timestamp::from_millis(end), counted), 0);
        }

        #[test]
        fn a_steady_rate_reads_as_that_rate(window in windows(), each in 1_u64..1_000, now_ms in 700_000_i64..900_000) {
            // One count a slot, at its start, is a rate of `each` a slot.
            let counted = (0..=window.slot(Timestamp::from_millis(now_ms))).map(|slot| (slot, each));
            let total = window.total(Timestamp::from_millis(now_ms), counted);
            let rate = each * u64::try_from(window.width_ms() / window.slot_ms()).expect("positive");
            prop_assert!(total >= rate && total <= rate + each);
        }
    }

    #[test]
    fn the_oldest_slot_counts_by_its_part_and_a_wrong_clock_counts_nothing() {
        let counted = [(0, 100), (6, 1), (7, 10), (8, 1_000)];
        let total = |now_ms| Window::Minute.total(Timestamp::from_millis(now_ms), counted);
        assert_eq!(total(60_000), 111, "all of the oldest, and the slot that begins next");
        assert_eq!(total(62_500), 86);
        assert_eq!(total(69_999), 11);
        assert_eq!(total(70_000), 1_011);
        assert_eq!(Window::Minute.total(Timestamp::from_millis(0), [(0, u64::MAX), (-1, u64::MAX)]), u64::MAX);
    }
}
