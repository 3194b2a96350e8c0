//! A histogram as it stands in a column: pieces that are its sum when they are merged, each with its length before it. So
//! a batch adds a piece at the end, which the server can do by itself, and whoever reads merges.

use metering::Histogram;
use store::StoreError;
use store::error::Result;

/// A histogram as one piece.
pub(crate) fn piece(histogram: &Histogram) -> Vec<u8> {
    let bytes = histogram.to_bytes();
    let mut piece = Vec::with_capacity(bytes.len() + 4);
    // A histogram has some 1,600 buckets at most, so its length fits.
    piece.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes()[1..]);
    piece.extend_from_slice(&bytes);
    piece
}

/// The sum of all pieces.
///
/// # Errors
/// `Failed` for bytes that [`piece`] never writes.
pub(crate) fn merged(mut pieces: &[u8]) -> Result<Histogram> {
    let damaged = || StoreError::Failed("a histogram has a form that no version writes: the table is damaged".into());
    let mut sum = Histogram::default();
    while let [a, b, c, rest @ ..] = pieces {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let (piece, next) = rest.split_at_checked(length).ok_or_else(damaged)?;
        sum.merge(&Histogram::from_bytes(piece).map_err(|_| damaged())?);
        pieces = next;
    }
    if pieces.is_empty() { Ok(sum) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_histogram_of_all() {
        let (mut one, mut two) = (Histogram::default(), Histogram::default());
        (0..500).for_each(|value| one.record(value * value));
        two.record(7);
        let column = [piece(&one), piece(&two), piece(&Histogram::default())].concat();
        let mut sum = one.clone();
        sum.merge(&two);
        assert_eq!(merged(&column).expect("is whole"), sum);
        assert_eq!(merged(&[]).expect("is empty"), Histogram::default());
        for cut in 1..column.len() {
            let whole = cut == piece(&one).len() || cut == piece(&one).len() + piece(&two).len();
            assert_eq!(merged(&column[..cut]).is_ok(), whole, "cut at {cut}");
        }
    }
}
