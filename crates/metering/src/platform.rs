//! What the platform itself costs, spread over days so that the days of a whole month cost exactly the month.

use domain::{Pico, PicoSum};
use jiff::civil::Date;

/// What running the gateway costs a tenant; nothing by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PlatformCost {
    /// A month; 0 or more.
    pub monthly: Pico,
    /// Setting it up, once; 0 or more.
    pub setup: Pico,
    /// The day from which costs and savings count; `None` for the day of the first request.
    pub since: Option<Date>,
}

impl PlatformCost {
    /// The shares of the days from `first` (included) to `end` (excluded), the setup not among them.
    #[must_use]
    pub fn of_days(&self, first: Date, end: Date) -> PicoSum {
        PicoSum(self.before(end) - self.before(first))
    }

    /// Whether there is nothing to pay back.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.monthly == Pico::ZERO && self.setup == Pico::ZERO
    }

    /// What all days before `date` cost. A day costs the difference of two such sums, so nothing is lost to rounding.
    fn before(&self, date: Date) -> i128 {
        let months = i128::from(date.year()) * 12 + i128::from(date.month());
        let monthly = i128::from(self.monthly.0);
        months * monthly + i128::from(date.day() - 1) * monthly / i128::from(date.days_in_month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shares_of_a_month_are_the_month_and_differ_by_the_smallest_amount(
            monthly in 0..i64::MAX, year in 1970..2200_i16, month in 1..=12_i8,
        ) {
            let cost = PlatformCost { monthly: Pico(monthly), ..PlatformCost::default() };
            let first = date(year, month, 1);
            let days: Vec<_> = first.series(1.day()).take_while(|day| day.month() == month).collect();
            let share = |day: &Date| cost.of_days(*day, day.tomorrow().expect("in range"));
            let shares: Vec<_> = days.iter().map(share).collect();
            prop_assert_eq!(shares.iter().copied().sum::<PicoSum>(), Pico(monthly).into());
            let (least, most) = (shares.iter().min().expect("days"), shares.iter().max().expect("days"));
            prop_assert!(most.0 - least.0 <= 1 && least.0 >= 0);
            // However the days are cut, they cost the same.
            let middle = days[days.len() / 2];
            let end = first.checked_add(1.month()).expect("in range");
            prop_assert_eq!(cost.of_days(first, middle) + cost.of_days(middle, end), Pico(monthly).into());
        }
    }
}
