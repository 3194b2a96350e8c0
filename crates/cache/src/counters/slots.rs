//! The counts of one counter by slot: a handful of pairs, the old ones dropped.

/// Counts by slot, in no order: there are never more than a dozen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Slots(Vec<(i64, u64)>);

impl Slots {
    /// Adds to a slot, and drops what is older than `oldest`.
    pub(crate) fn add(&mut self, slot: i64, n: u64, oldest: i64) {
        match self.0.iter_mut().find(|(known, _)| *known == slot) {
            Some((_, sum)) => *sum = sum.saturating_add(n),
            None => {
                self.0.retain(|(known, _)| *known >= oldest);
                self.0.push((slot, n));
            }
        }
    }

    /// The pairs.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<(i64, u64)> for Slots {
    fn from_iter<I: IntoIterator<Item = (i64, u64)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
