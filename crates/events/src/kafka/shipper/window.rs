//! What was sent and is not acknowledged: in the order of the journal, so that its front says how much may be freed.

use crate::log::Offset;
use domain::Timestamp;
use std::collections::VecDeque;

/// Records on their way. Pure.
#[derive(Default)]
pub(super) struct Window {
    entries: VecDeque<Entry>,
    /// The number of the first entry; numbers grow by one.
    first: usize,
    bytes: usize,
}

/// One record of the journal.
struct Entry {
    next: Offset,
    /// Messages of it that are not acknowledged.
    pending: usize,
    bytes: usize,
    time: Option<Timestamp>,
}

impl Window {
    /// Notes a record that is sent as so many messages, before they are. Answers its number.
    pub(super) fn add(&mut self, next: Offset, messages: usize, bytes: usize, time: Option<Timestamp>) -> usize {
        self.entries.push_back(Entry { next, pending: messages, bytes, time });
        self.bytes += bytes;
        self.first + self.entries.len() - 1
    }

    /// Notes that the journal holds nothing for us up to here.
    pub(super) fn pass(&mut self, next: Offset) {
        self.add(next, 0, 0, None);
    }

    /// Notes that one message of a record is acknowledged. Says whether the front has come loose.
    pub(super) fn done(&mut self, number: usize) -> bool {
        let Some(place) = number.checked_sub(self.first) else { return false };
        if let Some(entry) = self.entries.get_mut(place) {
            entry.pending = entry.pending.saturating_sub(1);
        }
        self.entries.front().is_some_and(|entry| entry.pending == 0)
    }

    /// Takes what is acknowledged off the front. Answers up to where, and how many records had something to send.
    pub(super) fn advance(&mut self) -> Option<(Offset, u64)> {
        let (mut upto, mut records) = (None, 0);
        while let Some(entry) = self.entries.pop_front_if(|entry| entry.pending == 0) {
            self.first += 1;
            self.bytes -= entry.bytes;
            records += u64::from(entry.bytes > 0);
            upto = Some(entry.next);
        }
        upto.map(|upto| (upto, records))
    }

    /// Whether more may be sent.
    pub(super) fn has_room(&self, records: usize, bytes: usize) -> bool {
        self.entries.len() < records && self.bytes < bytes
    }

    /// Whether everything is acknowledged.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Records on their way.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The time of the oldest record on its way.
    pub(super) fn oldest(&self) -> Option<Timestamp> {
        self.entries.iter().find_map(|entry| entry.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_free_before_everything_ahead_of_it_is() {
        let mut window = Window::default();
        let first = window.add(Offset(10), 2, 100, Some(Timestamp::from_millis(5)));
        let second = window.add(Offset(20), 1, 100, Some(Timestamp::from_millis(6)));
        window.pass(Offset(30));
        assert!(!window.done(second));
        assert_eq!(window.advance(), None);
        assert!(!window.done(first));
        assert_eq!((window.len(), window.oldest()), (3, Some(Timestamp::from_millis(5))));
        assert!(!window.has_room(3, 1_000) && !window.has_room(9, 200) && window.has_room(9, 201));
        assert!(window.done(first));
        assert_eq!(window.advance(), Some((Offset(30), 2)));
        assert!(window.is_empty());
        assert!(!window.done(first), "a late answer changes nothing");
        assert_eq!(window.add(Offset(40), 1, 1, None), 3);
        assert!(window.done(3));
        assert_eq!(window.advance(), Some((Offset(40), 1)));
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_answers_all_is_freed_once_and_in_order(
            messages in prop::collection::vec(0_usize..4, 1..40),
            seed in any::<u64>(),
        ) {
            let mut window = Window::default();
            let mut answers = Vec::new();
            for (place, count) in messages.iter().enumerate() {
                let number = window.add(Offset(place as u64 + 1), *count, 1, None);
                answers.extend(std::iter::repeat_n(number, *count));
            }
            let (mut freed, mut upto, mut dice) = (0, Offset::START, seed);
            let mut take = |window: &mut Window| {
                if let Some((to, records)) = window.advance() {
                    assert!(to > upto);
                    (upto, freed) = (to, freed + records);
                }
                (upto, freed)
            };
            take(&mut window);
            while !answers.is_empty() {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let place = (dice >> 33) as usize % answers.len();
                window.done(answers.swap_remove(place));
                let (upto, _) = take(&mut window);
                // What is freed has no answer outstanding.
                let outstanding = answers.iter().min().map_or(messages.len() as u64, |first| *first as u64);
                prop_assert!(upto.0 <= outstanding);
            }
            prop_assert_eq!(take(&mut window), (Offset(messages.len() as u64), messages.len() as u64));
        }
    }
}
