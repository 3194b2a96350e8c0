//! A histogram as bytes: varints of the layout, then for each bucket the distance from the one before and its count.

use super::{Histogram, LAST_BUCKET, LAYOUT};

/// Why bytes are not a histogram.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HistogramError {
    /// Written with a layout that this version does not know.
    #[error("histogram layout {0} is not known here; it was written by a newer version")]
    UnknownLayout(u64),
    /// Cut short, or not written by us.
    #[error("the bytes of a histogram are damaged at byte {0}")]
    Damaged(usize),
}

impl Histogram {
    /// The counts as compact bytes; equal histograms give equal bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.counts.len() * 3);
        put(&mut bytes, LAYOUT);
        let mut next = 0;
        for (bucket, n) in &self.counts {
            put(&mut bytes, u64::from(bucket - next));
            put(&mut bytes, *n);
            next = bucket + 1;
        }
        bytes
    }

    /// Reads what `to_bytes` wrote.
    ///
    /// # Errors
    /// Another layout, or bytes that `to_bytes` never writes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, HistogramError> {
        let mut at = 0;
        let layout = take(bytes, &mut at)?;
        if layout != LAYOUT {
            return Err(HistogramError::UnknownLayout(layout));
        }
        let mut histogram = Self::default();
        let mut next = 0_u64;
        while at < bytes.len() {
            let damaged = HistogramError::Damaged(at);
            let bucket = next.checked_add(take(bytes, &mut at)?).ok_or(damaged)?;
            let n = take(bytes, &mut at)?;
            let bucket = u16::try_from(bucket).ok().filter(|bucket| *bucket <= LAST_BUCKET && n > 0).ok_or(damaged)?;
            histogram.counts.push((bucket, n));
            next = u64::from(bucket) + 1;
        }
        Ok(histogram)
    }
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}

fn take(bytes: &[u8], at: &mut usize) -> Result<u64, HistogramError> {
    let start = *at;
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at).ok_or(HistogramError::Damaged(start))?;
        *at += 1;
        let part = u64::from(byte & 0x7f);
        if shift == 63 && part > 1 {
            return Err(HistogramError::Damaged(start));
        }
        value |= part << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(HistogramError::Damaged(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn layout_1_does_not_change() {
        let mut histogram = Histogram::default();
        for (value, n) in [(0, 1), (127, 2), (1_000, 300), (super::super::MAX_VALUE, 1)] {
            histogram.record_n(value, n);
        }
        assert_eq!(histogram.to_bytes(), [1, 0, 1, 126, 2, 189, 1, 172, 2, 129, 10, 1]);
    }

    #[test]
    fn other_layouts_and_damage_are_told_apart() {
        assert_eq!(Histogram::from_bytes(&[2]), Err(HistogramError::UnknownLayout(2)));
        for damaged in [&[][..], &[1, 5], &[1, 5, 0], &[1, 0x80], &[1, 0xff, 0xff, 0xff, 0x7f, 1]] {
            assert!(matches!(Histogram::from_bytes(damaged), Err(HistogramError::Damaged(_))), "{damaged:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_give_back_the_histogram(values in prop::collection::vec((any::<u64>(), 1..u64::MAX / 300), 0..100)) {
            let mut histogram = Histogram::default();
            values.iter().for_each(|(value, n)| histogram.record_n(*value, *n));
            prop_assert_eq!(Histogram::from_bytes(&histogram.to_bytes()), Ok(histogram));
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = Histogram::from_bytes(&bytes);
        }
    }
}
