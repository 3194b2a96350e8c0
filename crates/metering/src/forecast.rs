//! What the days to come may bring, from the days that were: whole pico-dollars, no float anywhere.

use crate::payback::next;
use crate::roi::rounded;
use domain::PicoSum;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Full days that a forecast rests on at least.
pub const LEAST_DAYS: usize = 7;

/// Calendar days before today that it looks at.
const MOST_DAYS: i32 = 28;

/// Of every 100 outcomes 80 lie within 1.28 standard deviations of the mean of a normal distribution: 32 / 25.
const WIDTH: (u128, u128) = (32, 25);

/// Deviations are squared with so many bits, so that no product leaves 128: twice these, 5 for 28 squares, 10 for the
/// width and 33 for the milliseconds of two months are 120.
const DEVIATION_BITS: u32 = 36;

/// How it is made, in a sentence for the reader.
pub const METHOD: &str = "A day is expected to bring the mean of the same weekday in the 28 days before today, or of all \
    of them where it stands there only once, and what is left of today its share of that; low and high hold 80 of 100 \
    outcomes if days vary independently of each other: 1.28 times the root mean square of the deviations, times the \
    square root of the days ahead.";

/// A sum that is not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
    /// One outcome of ten is below.
    pub low: PicoSum,
    /// What is expected.
    pub base: PicoSum,
    /// One outcome of ten is above.
    pub high: PicoSum,
}

impl Band {
    /// The same with what is known already.
    #[must_use]
    pub fn plus(self, known: PicoSum) -> Self {
        Self { low: self.low + known, base: self.base + known, high: self.high + known }
    }
}

/// How much of today is left, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// From now to its end.
    pub left_ms: i64,
    /// From its begin to its end, more than 0.
    pub of_ms: i64,
}

/// Why there is no forecast yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "There will be a forecast from {ready_on} on at the earliest: it rests on {LEAST_DAYS} full days with known figures \
     in the last {MOST_DAYS}, and there are {days}."
)]
pub struct TooFew {
    /// Days that there are.
    pub days: usize,
    /// When there may be enough.
    pub ready_on: Date,
}

/// The first day that a forecast made on `today` looks at.
#[must_use]
pub fn since(today: Date) -> Date {
    today.checked_sub(MOST_DAYS.days()).unwrap_or(Date::MIN)
}

/// What a day of a series is expected to bring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forecast {
    /// How many days it rests on.
    pub basis_days: usize,
    mean: i128,
    /// Means by weekday, Monday first, where it was seen twice.
    weekdays: [Option<i128>; 7],
    deviations: Deviations,
}

/// The squares of what days missed their expectation by, each shifted right by `shift` before it was squared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Deviations {
    squares: u128,
    days: u128,
    shift: u32,
}

impl Forecast {
    /// From a series of days, ascending, without those before the first request; `None` is a day whose figure is not known.
    /// Today is no full day and does not count.
    ///
    /// # Errors
    /// `TooFew`, with the day from which there may be enough.
    pub fn of(days: &[(Date, Option<PicoSum>)], today: Date) -> Result<Self, TooFew> {
        let within = days.iter().filter(|(date, _)| (since(today)..today).contains(date));
        let basis: Vec<(Date, i128)> = within.filter_map(|(date, amount)| Some((*date, (*amount)?.0))).collect();
        if basis.len() < LEAST_DAYS {
            let missing = (LEAST_DAYS - basis.len()) as i64;
            return Err(TooFew { days: basis.len(), ready_on: today.checked_add(missing.days()).unwrap_or(Date::MAX) });
        }
        let mean_of = |of: Option<usize>| {
            let amounts = basis.iter().filter(|(date, _)| of.is_none_or(|at| at == place(date.weekday())));
            let (count, sum) = amounts.fold((0, 0), |(count, sum), (_, amount)| (count + 1, sum + amount));
            (count >= 2).then(|| rounded(sum, count))
        };
        let mut forecast = Self {
            basis_days: basis.len(),
            mean: mean_of(None).unwrap_or_default(),
            weekdays: std::array::from_fn(|at| mean_of(Some(at))),
            deviations: Deviations { squares: 0, days: 1, shift: 0 },
        };
        let missed = |(date, amount): &(Date, i128)| (amount - forecast.day(*date).0).unsigned_abs();
        forecast.deviations = Deviations::of(&basis.iter().map(missed).collect::<Vec<_>>());
        Ok(forecast)
    }

    /// What a day is expected to bring.
    #[must_use]
    pub fn day(&self, date: Date) -> PicoSum {
        PicoSum(self.weekdays[place(date.weekday())].unwrap_or(self.mean))
    }

    /// What the time from now to the end of each day is expected to bring: of the first, which is today, only what is left
    /// of it; the others are whole.
    #[must_use]
    pub fn sums(&self, left: Left, days: &[Date]) -> Vec<Band> {
        let mut base = PicoSum::default();
        let band = |(ahead, date): (i64, &Date)| {
            let whole = self.day(*date);
            base += match ahead {
                0 => PicoSum(rounded(whole.0 * i128::from(left.left_ms), i128::from(left.of_ms))),
                _ => whole,
            };
            let half = self.deviations.half_width(ahead * left.of_ms + left.left_ms, left.of_ms);
            Band { low: base - half, base, high: base + half }
        };
        (0..).zip(days).map(band).collect()
    }
}

impl Deviations {
    fn of(missed: &[u128]) -> Self {
        let largest = missed.iter().max().copied().unwrap_or_default();
        let shift = (u128::BITS - largest.leading_zeros()).saturating_sub(DEVIATION_BITS);
        let squares = missed.iter().map(|amount| (amount >> shift).pow(2)).sum();
        Self { squares, days: missed.len().max(1) as u128, shift }
    }

    /// Half the band of a sum over `ahead_ms`, where a day has `day_ms`.
    fn half_width(&self, ahead_ms: i64, day_ms: i64) -> PicoSum {
        let (ahead, day) = (u128::from(ahead_ms.unsigned_abs()), u128::from(day_ms.unsigned_abs()));
        let (over, under) = (WIDTH.0.pow(2), WIDTH.1.pow(2));
        let square = self.squares * over * ahead / (self.days * under * day);
        PicoSum(i128::try_from(square.isqrt() << self.shift).unwrap_or(i128::MAX))
    }
}

/// The days that a forecast made on `today` covers: from today to the last day of the next month.
#[must_use]
pub fn until(today: Date) -> Date {
    next(today.last_of_month()).last_of_month()
}

fn place(weekday: Weekday) -> usize {
    weekday.to_monday_zero_offset().unsigned_abs().into()
}

#[cfg(test)]
#[path = "forecast/tests.rs"]
mod tests;
