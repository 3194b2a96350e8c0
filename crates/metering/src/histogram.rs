//! A histogram with a fixed logarithmic layout: merging is addition, in any order, and a quantile is off by 1 % at most.
//!
//! Layout 1: values below 128 have a bucket each (0 to 127). Above, each power of two is cut into 64 equal buckets, so
//! that a bucket is at most 1/64 of its lower end wide and its middle within 1/128 (0.79 %) of every value in it.
//! Values above `MAX_VALUE` count in the last bucket.

mod bytes;

pub use bytes::HistogramError;

/// Names the layout in stored bytes. A change of the layout takes a new number; stored histograms keep theirs.
pub const LAYOUT: u64 = 1;

/// The largest value told apart: 2³⁰ − 1, as milliseconds twelve days.
pub const MAX_VALUE: u64 = (1 << 30) - 1;

/// Buckets a power of two has, as a power of two.
const SUB_BITS: u32 = 6;

/// The last bucket's number.
const LAST_BUCKET: u16 = bucket_of(MAX_VALUE);

/// Counts by bucket, in layout 1.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    /// The buckets in which something was counted, ascending, and how much: never 0.
    counts: Vec<(u16, u64)>,
}

/// The bucket a value falls into.
#[allow(clippy::cast_possible_truncation)]
const fn bucket_of(value: u64) -> u16 {
    let value = if value > MAX_VALUE { MAX_VALUE } else { value };
    if value < 2 << SUB_BITS {
        return value as u16;
    }
    // The shift that leaves 7 significant bits: 64 to 127. Below 2^30 the number stays under 1,600.
    let shift = 63 - value.leading_zeros() - SUB_BITS;
    (((shift as u64) << SUB_BITS) + (value >> shift)) as u16
}

/// The middle of a bucket: what a quantile answers for the values in it.
const fn middle_of(bucket: u16) -> u64 {
    let bucket = bucket as u64;
    if bucket < 2 << SUB_BITS {
        return bucket;
    }
    let shift = (bucket >> SUB_BITS) - 1;
    let lower = (bucket - (shift << SUB_BITS)) << shift;
    lower + ((1 << shift) - 1) / 2
}

impl Histogram {
    /// Counts a value.
    pub fn record(&mut self, value: u64) {
        self.record_n(value, 1);
    }

    /// Counts a value `n` times.
    pub fn record_n(&mut self, value: u64, n: u64) {
        if n > 0 {
            self.add(0, bucket_of(value), n);
        }
    }

    /// Adds to a bucket that does not stand before the place `from`; answers its place.
    fn add(&mut self, from: usize, bucket: u16, n: u64) -> usize {
        match self.place(from, bucket) {
            Ok(at) => {
                self.counts[at].1 += n;
                at
            }
            Err(at) => {
                self.counts.insert(at, (bucket, n));
                at
            }
        }
    }

    /// Where a bucket that does not stand before the place `from` is, or where it would be.
    fn place(&self, from: usize, bucket: u16) -> Result<usize, usize> {
        let found = self.counts[from..].binary_search_by_key(&bucket, |(bucket, _)| *bucket);
        found.map(|at| from + at).map_err(|at| from + at)
    }

    /// Adds every count of another.
    pub fn merge(&mut self, other: &Self) {
        // Both ascend, so the next one is found behind the last. Few of the other's buckets are new to a sum of many.
        let mut from = 0;
        for (bucket, n) in &other.counts {
            from = self.add(from, *bucket, *n);
        }
    }

    /// Takes every count of another away; says whether they were there, and changes nothing where they were not.
    #[must_use]
    pub fn take(&mut self, other: &Self) -> bool {
        let places: Option<Vec<usize>> = other
            .counts
            .iter()
            .map(|(bucket, n)| self.place(0, *bucket).ok().filter(|at| self.counts[*at].1 >= *n))
            .collect();
        let Some(places) = places else { return false };
        for (at, (_, n)) in places.into_iter().zip(&other.counts) {
            self.counts[at].1 -= n;
        }
        self.counts.retain(|(_, n)| *n > 0);
        true
    }

    /// How many values were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|(_, n)| n).sum()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The value below or at which a share `q` of the values lies (the smallest such, by nearest rank), within 1 %;
    /// `None` of nothing. `q` is held to 0 to 1.
    #[must_use]
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn quantile(&self, q: f64) -> Option<u64> {
        let count = self.count();
        let rank = ((q.clamp(0.0, 1.0) * count as f64).ceil() as u64).clamp(1, count.max(1));
        let mut seen = 0;
        self.counts.iter().find_map(|(bucket, n)| {
            seen += n;
            (seen >= rank).then(|| middle_of(*bucket))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[u64]) -> Histogram {
        let mut histogram = Histogram::default();
        values.iter().for_each(|value| histogram.record(*value));
        histogram
    }

    #[test]
    fn small_values_and_zero_are_exact_and_large_ones_are_capped() {
        for value in 0..128 {
            assert_eq!(of(&[value]).quantile(0.5), Some(value));
        }
        assert_eq!(of(&[u64::MAX]), of(&[MAX_VALUE]));
        assert_eq!(Histogram::default().quantile(0.5), None);
    }

    #[test]
    fn buckets_ascend_without_gaps() {
        let mut last = bucket_of(0);
        for value in 1..2_000_000 {
            let bucket = bucket_of(value);
            assert!(bucket == last || bucket == last + 1, "at {value}");
            last = bucket;
        }
    }

    proptest! {
        #[test]
        fn a_quantile_is_within_one_percent(mut values in prop::collection::vec(0..=MAX_VALUE, 1..200), q in 0.0..=1.0_f64) {
            let histogram = of(&values);
            values.sort_unstable();
            #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let (exact, told) = (values[rank - 1], histogram.quantile(q).expect("not empty"));
            prop_assert!(exact.abs_diff(told) * 100 <= exact, "{exact} told as {told}");
        }

        #[test]
        fn merging_is_the_histogram_of_all(a in prop::collection::vec(any::<u64>(), 0..50), b in prop::collection::vec(0..10_000_u64, 0..50)) {
            let mut merged = of(&a);
            merged.merge(&of(&b));
            let mut other_way = of(&b);
            other_way.merge(&of(&a));
            prop_assert_eq!(&merged, &of(&[a.clone(), b.clone()].concat()));
            prop_assert_eq!(&merged, &other_way);
            prop_assert!(merged.take(&of(&b)));
            prop_assert_eq!(&merged, &of(&a));
            let mut smaller = of(if a.len() < b.len() { &a } else { &b });
            prop_assert_eq!(smaller.take(&other_way), smaller.count() == other_way.count());
        }
    }
}
