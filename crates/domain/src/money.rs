//! Money as integers of pico-dollars (10⁻¹² US dollar). Never a float: some prices are finer than a nano-dollar a token.

use std::fmt;

/// An amount of pico-dollars that fits one row: at most ±9.2 million dollars.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pico(pub i64);

/// A sum of pico-dollars over any number of rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PicoSum(pub i128);

/// Pico-dollars in a dollar.
pub const PICO_PER_USD: i128 = 1_000_000_000_000;

/// Why a text is not an amount of dollars.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not digits with at most one point and one leading minus.
    #[error("`{0}` is not a decimal amount of US dollars; write it as digits with at most one point, such as 12.34")]
    Malformed(String),
    /// Finer than a pico-dollar.
    #[error("`{0}` has more than 12 decimals, finer than a pico-dollar; round it first")]
    TooFine(String),
    /// Larger than the type holds.
    #[error("`{0}` is larger than an amount can be")]
    TooLarge(String),
}

impl Pico {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Adds, or `None` when the sum leaves the range of a row.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Subtracts, or `None` when the difference leaves the range of a row.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl PicoSum {
    /// This amount so many times over, shared by so many: to the nearest pico-dollar, a half to the even one. `None` where
    /// nobody shares it, or the product leaves the range.
    #[must_use]
    pub fn shared(self, times: u64, by: u64) -> Option<Self> {
        let by = i128::from(by);
        let whole = self.0.checked_mul(i128::from(times))?;
        let (down, left) = (whole.checked_div_euclid(by)?, whole.checked_rem_euclid(by)?);
        let up = match (left * 2).cmp(&by) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => down.rem_euclid(2),
            std::cmp::Ordering::Greater => 1,
        };
        Some(Self(down + up))
    }
}

impl std::str::FromStr for PicoSum {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed(text.chars().take(64).collect());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(fraction)
            || (digits.contains('.') && fraction.is_empty())
        {
            return Err(malformed());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 12 {
            return Err(MoneyError::TooFine(text.chars().take(64).collect()));
        }
        let too_large = || MoneyError::TooLarge(text.chars().take(64).collect());
        let whole: i128 = whole.parse().map_err(|_| too_large())?;
        let fraction: i128 = format!("{fraction:0<12}").parse().map_err(|_| malformed())?;
        let amount = whole.checked_mul(PICO_PER_USD).and_then(|sum| sum.checked_add(fraction)).ok_or_else(too_large)?;
        Ok(Self(if negative { -amount } else { amount }))
    }
}

impl std::str::FromStr for Pico {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let sum: PicoSum = text.parse()?;
        i64::try_from(sum.0).map(Self).map_err(|_| MoneyError::TooLarge(text.chars().take(64).collect()))
    }
}

/// Exact decimal dollars without trailing zeros: `12.3456789`, `-0.5`, `0`.
impl fmt::Display for PicoSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let per_usd = PICO_PER_USD.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (magnitude / per_usd, magnitude % per_usd);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:012}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl fmt::Display for Pico {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        PicoSum::from(*self).fmt(f)
    }
}

impl fmt::Debug for Pico {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${self}")
    }
}

impl fmt::Debug for PicoSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${self}")
    }
}

impl From<Pico> for PicoSum {
    fn from(amount: Pico) -> Self {
        Self(i128::from(amount.0))
    }
}

impl std::ops::Add for PicoSum {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for PicoSum {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::ops::AddAssign for PicoSum {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for PicoSum {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_print_exactly_and_without_trailing_zeros() {
        for (pico, text) in
            [(0, "0"), (1, "0.000000000001"), (-500_000_000_000, "-0.5"), (12_345_678_900_000, "12.3456789")]
        {
            assert_eq!(PicoSum(pico).to_string(), text);
            assert_eq!(text.parse(), Ok(PicoSum(pico)));
        }
    }

    #[test]
    fn bad_amounts_are_named() {
        for text in ["", "-", "1.", ".5", "1e3", "1,5", "+1", " 1", "NaN", "--1", "1.2.3"] {
            assert_eq!(text.parse::<PicoSum>(), Err(MoneyError::Malformed(text.into())), "{text}");
        }
        assert!(matches!("0.0000000000001".parse::<PicoSum>(), Err(MoneyError::TooFine(_))));
        assert!(matches!("9300000".parse::<Pico>(), Err(MoneyError::TooLarge(_))));
        assert!(matches!("9".repeat(60).parse::<PicoSum>(), Err(MoneyError::TooLarge(_))));
    }

    proptest! {
        #[test]
        fn every_amount_survives_print_and_parse(amount in any::<i64>()) {
            prop_assert_eq!(Pico(amount).to_string().parse(), Ok(Pico(amount)));
        }

        #[test]
        fn a_share_is_the_nearest_and_of_two_the_even_one(amount in any::<i64>(), times in 0..5_000_u64, by in 1..100_u64) {
            let share = PicoSum::from(Pico(amount)).shared(times, by).expect("in range").0;
            let off = (i128::from(amount) * i128::from(times) - share * i128::from(by)).abs() * 2;
            prop_assert!(off < i128::from(by) || off == i128::from(by) && share % 2 == 0, "{share} is off by {off}");
            prop_assert_eq!(PicoSum::from(Pico(amount)).shared(times, 0), None);
        }
    }
}
