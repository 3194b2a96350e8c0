//! The shapes that chance takes in the demonstration; every draw comes from a generator that is passed in.

use rand::Rng;
use rand::rngs::StdRng;

/// A number around a median, long to the right as sizes and waits are.
pub fn around(random: &mut StdRng, median: f64, spread: f64) -> f64 {
    // Box and Muller's transform of two uniform numbers into a normal one.
    let (one, two): (f64, f64) = (random.random_range(f64::EPSILON..1.0), random.random());
    let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos();
    median * (spread * normal).exp()
}

/// The same, as a whole number of at least one and at most `most`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range before")]
pub fn count_around(random: &mut StdRng, median: f64, spread: f64, most: f64) -> u64 {
    around(random, median, spread).clamp(1.0, most) as u64
}

/// One of several, as often as its share says; `None` of nothing.
pub fn pick<'a, T>(random: &mut StdRng, items: &'a [T], share: impl Fn(&T) -> u32) -> Option<&'a T> {
    let whole: u32 = items.iter().map(&share).sum();
    if whole == 0 {
        return None;
    }
    let mut left = random.random_range(0..whole);
    items.iter().find(|item| {
        let here = share(item);
        let found = left < here;
        left = left.saturating_sub(here);
        found
    })
}

/// How busy an hour of a working day is, 0 to 1: a morning and an afternoon.
pub fn busy(hour: f64) -> f64 {
    let hump = |middle: f64, width: f64| (-((hour - middle) / width).powi(2)).exp();
    (0.04 + hump(10.5, 2.2) + 0.9 * hump(15.3, 2.4)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng as _;

    #[test]
    fn shares_are_kept_and_days_have_a_night() {
        let mut random = StdRng::seed_from_u64(1);
        let items = [("a", 3), ("b", 1), ("never", 0)];
        let mut picked = || pick(&mut random, &items, |item| item.1).map_or("", |item| item.0);
        let found: Vec<_> = (0..4_000).map(|_| picked()).collect();
        let of = |name: &str| found.iter().filter(|found| **found == name).count();
        assert!((2_800..3_200).contains(&of("a")) && of("never") == 0, "{}", of("a"));
        assert!(busy(10.5) > 0.9 && busy(3.0) < 0.1);
        assert!(pick(&mut random, &[] as &[u32], |item| *item).is_none());
    }
}
