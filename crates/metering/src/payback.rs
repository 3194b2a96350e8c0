//! Savings less what the platform costs, added up day by day, and the day from which that is no loss any more.

use crate::PlatformCost;
use domain::PicoSum;
use jiff::ToSpan;
use jiff::civil::Date;

/// How many months back it is counted.
const MOST_MONTHS: i32 = 24;

/// Where it stands at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The day.
    pub date: Date,
    /// The day's share of the month's platform cost.
    pub share: PicoSum,
    /// Savings so far, signed. A day whose savings are not known adds nothing.
    pub saved: PicoSum,
    /// The platform's cost so far: the days' shares and the setup.
    pub spent: PicoSum,
}

impl Standing {
    /// Savings less the platform's cost so far.
    #[must_use]
    pub fn net(&self) -> PicoSum {
        self.saved - self.spent
    }
}

/// The first day that is counted at all, seen from `today`.
#[must_use]
pub fn earliest(today: Date) -> Date {
    today.checked_sub(MOST_MONTHS.months()).unwrap_or(Date::MIN)
}

/// Adds up days, which ascend, with their savings. The setup counts on the first of them, unless it was paid before that.
#[must_use]
pub fn add_up(platform: &PlatformCost, days: &[(Date, Option<PicoSum>)]) -> Vec<Standing> {
    let Some((first, _)) = days.first() else { return Vec::new() };
    let paid_before = platform.since.is_some_and(|since| since < *first);
    let (mut saved, mut spent) = (PicoSum::default(), PicoSum::default());
    if !paid_before {
        spent += platform.setup.into();
    }
    // A day that the zone skipped costs with the day before it.
    let ends = days.iter().skip(1).map(|(date, _)| *date).chain(days.last().map(|(date, _)| next(*date)));
    let standing = |((date, savings), end): (&(Date, Option<PicoSum>), Date)| {
        let share = platform.of_days(*date, end);
        saved += savings.unwrap_or_default();
        spent += share;
        Standing { date: *date, share, saved, spent }
    };
    days.iter().zip(ends).map(standing).collect()
}

/// The first day from which the sums, which ascend by day, are no loss up to the last; the first of all where nothing is to
/// be paid back; `None` while the last is a loss.
#[must_use]
pub fn paid_back(platform: &PlatformCost, nets: &[(Date, PicoSum)]) -> Option<Date> {
    let last_loss = nets.iter().rposition(|(_, net)| net.0 < 0).filter(|_| !platform.is_free());
    nets.get(last_loss.map_or(0, |at| at + 1)).map(|(date, _)| *date)
}

/// The day after.
#[must_use]
pub fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Pico;
    use domain::money::PICO_PER_USD;
    use jiff::civil::date;

    fn usd(amount: i128) -> PicoSum {
        PicoSum(amount * PICO_PER_USD)
    }

    fn days(savings: &[Option<i128>]) -> Vec<(Date, Option<PicoSum>)> {
        date(2026, 11, 1).series(1.day()).zip(savings).map(|(day, saved)| (day, saved.map(usd))).collect()
    }

    fn nets(standings: &[Standing]) -> Vec<(Date, PicoSum)> {
        standings.iter().map(|standing| (standing.date, standing.net())).collect()
    }

    #[test]
    fn a_platform_is_paid_back_on_the_day_from_which_it_stays_so() {
        // A dollar a day in November, and three at first.
        let platform = PlatformCost { monthly: Pico(30_000_000_000_000), setup: Pico(3_000_000_000_000), since: None };
        let told = add_up(&platform, &days(&[Some(5), Some(-4), None, Some(9), Some(1)]));
        let seen: Vec<_> = told.iter().map(|day| (day.saved, day.spent, day.net())).collect();
        assert_eq!(
            seen,
            [
                (usd(5), usd(4), usd(1)),
                (usd(1), usd(5), usd(-4)),
                (usd(1), usd(6), usd(-5)),
                (usd(10), usd(7), usd(3)),
                (usd(11), usd(8), usd(3))
            ]
        );
        assert_eq!(paid_back(&platform, &nets(&told)), Some(date(2026, 11, 4)));
        assert_eq!(paid_back(&platform, &nets(&told)[..3]), None);
        assert_eq!(paid_back(&platform, &nets(&told)[..1]), Some(date(2026, 11, 1)));
        assert!(add_up(&platform, &[]).is_empty());
    }

    #[test]
    fn what_costs_nothing_is_paid_back_at_once_and_an_old_setup_is_not_paid_twice() {
        let loss = nets(&add_up(&PlatformCost::default(), &days(&[Some(-1)])));
        assert_eq!(paid_back(&PlatformCost::default(), &loss), Some(date(2026, 11, 1)));
        let old = PlatformCost { setup: Pico(7), since: Some(date(2026, 10, 31)), ..PlatformCost::default() };
        assert_eq!(add_up(&old, &days(&[None]))[0].spent, PicoSum(0));
        let new = PlatformCost { since: Some(date(2026, 11, 1)), ..old };
        assert_eq!(add_up(&new, &days(&[None]))[0].spent, PicoSum(7));
    }
}
