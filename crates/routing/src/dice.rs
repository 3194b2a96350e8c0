//! Random numbers from a seed that is passed in: the same seed gives the same plan.

/// A stream of numbers from a seed (the SplitMix64 sequence: an odd constant is added and the bits are mixed).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The stream of a seed; draw the seed from a real source of randomness, once a request.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when `bound` is 0. The bias of the multiply method is below 2⁻³² for bounds that fit 32
    /// bits, which no weight or delay here exceeds by much.
    pub const fn below(&mut self, bound: u64) -> u64 {
        ((self.next_u64() as u128 * bound as u128) >> 64) as u64
    }

    /// Whether an event of so many per mille happens.
    pub const fn chance_per_mille(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_bounds_hold() {
        let (mut one, mut two) = (Dice::new(7), Dice::new(7));
        for bound in [1, 2, 3, 1000, u64::MAX] {
            let drawn = one.below(bound);
            assert_eq!(drawn, two.below(bound));
            assert!(drawn < bound);
        }
        assert_eq!(one.below(0), 0);
        let hits = (0..10_000).filter(|_| one.chance_per_mille(250)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
    }
}
