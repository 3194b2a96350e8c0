//! The spans that a question may name: `today`, `24h`, `7d`, `30d`, `90d`, `mtd`, `12mo`, or two dates.

use super::{Grain, Zone, bucket_end};
use domain::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;

/// The longest span that is answered at once, in days: five years.
pub const MAX_DAYS: i64 = 1_830;

/// Milliseconds of a day of 24 hours.
const DAY_MS: i64 = 86_400_000;

/// What a question says of its span.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ask<'a> {
    /// A named period.
    pub period: Option<&'a str>,
    /// The first day, ISO.
    pub start_date: Option<&'a str>,
    /// The last day, ISO, included.
    pub end_date: Option<&'a str>,
}

/// A span of time, aligned to quarter hours, in a zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// From here, included.
    pub from: Timestamp,
    /// To here, excluded. Whole days end at midnight, so it may lie after now.
    pub to: Timestamp,
    /// Where days are counted.
    pub zone: Zone,
    /// A grain that gives a chart between 7 and 100 points.
    pub grain: Grain,
    shape: Shape,
}

/// How a span was asked for, which says what came before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// 24 hours up to now.
    Rolling,
    /// Whole days.
    Days { first: Date, count: i64 },
    /// From the first of a month to a day of it.
    MonthToDate { today: Date },
    /// Whole months.
    Months { first: Date, count: i64 },
}

/// Why a span cannot be answered. Each names the value and the fix.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PeriodError {
    /// No such period.
    #[error("period `{0}` is not known; use one of today, 24h, 7d, 30d, 90d, mtd, 12mo, or start_date and end_date")]
    Period(String),
    /// Not a date.
    #[error("{0} `{1}` is not a date; write it as YYYY-MM-DD, such as 2026-11-23")]
    Date(&'static str, String),
    /// One of the two is missing.
    #[error("{0} is missing; give start_date and end_date together, both included")]
    Half(&'static str),
    /// Both ways of asking at once.
    #[error("period `{0}` and start_date or end_date exclude each other; give one or the other")]
    Both(String),
    /// The end is before the start.
    #[error("end_date {1} is before start_date {0}; swap them")]
    Backwards(Date, Date),
    /// Longer than `MAX_DAYS`.
    #[error(
        "start_date {0} to end_date {1} is {2} days; at most {MAX_DAYS} are answered at once, so ask for a shorter span"
    )]
    TooLong(Date, Date, i64),
    /// Before 1970 or after 9000.
    #[error("{0} {1} is outside 1970-01-01 to 9000-12-31")]
    OutOfRange(&'static str, Date),
    /// No such zone.
    #[error("tz `{0}` is not an IANA time zone; use a name such as UTC, Europe/Berlin or Asia/Kolkata")]
    Zone(String),
    /// No such grain.
    #[error("`{0}` is not a bucket width; use one of quarter, hour, day, week, month")]
    Grain(String),
}

/// At most 40 characters of a value for an error, so that a long one does not flood it.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

impl Period {
    /// The span that `ask` names, or the one named `default` where it names none, seen at `now`.
    ///
    /// # Errors
    /// See `PeriodError`.
    pub fn parse(ask: Ask<'_>, default: &str, zone: &Zone, now: Timestamp) -> Result<Self, PeriodError> {
        match (ask.period, ask.start_date, ask.end_date) {
            (Some(period), None, None) => Self::named(period, zone, now),
            (Some(period), ..) => Err(PeriodError::Both(short(period))),
            (None, None, None) => Self::named(default, zone, now),
            (None, Some(first), Some(last)) => Self::dates(first, last, zone),
            (None, None, Some(_)) => Err(PeriodError::Half("start_date")),
            (None, Some(_), None) => Err(PeriodError::Half("end_date")),
        }
    }

    fn named(name: &str, zone: &Zone, now: Timestamp) -> Result<Self, PeriodError> {
        let today = zone.date_of(now);
        let days = |count: i64| Self::of(Shape::Days { first: minus(today, (count - 1).days()), count }, zone);
        Ok(match name {
            "24h" => Self::rolling(bucket_end(zone, Grain::Quarter, now.plus_millis(-1)), zone),
            "today" => days(1),
            "7d" => days(7),
            "30d" => days(30),
            "90d" => days(90),
            "mtd" => Self::of(Shape::MonthToDate { today }, zone),
            "12mo" => {
                let first = minus(today.first_of_month(), 11.months());
                Self::of(Shape::Months { first, count: 12 }, zone)
            }
            other => return Err(PeriodError::Period(short(other))),
        })
    }

    fn dates(first: &str, last: &str, zone: &Zone) -> Result<Self, PeriodError> {
        let (first, last) = (date("start_date", first)?, date("end_date", last)?);
        if last < first {
            return Err(PeriodError::Backwards(first, last));
        }
        let period = Self::of_days(first, last, zone);
        match period.shape {
            Shape::Days { count, .. } if count > MAX_DAYS => Err(PeriodError::TooLong(first, last, count)),
            _ => Ok(period),
        }
    }

    /// The days from `first` to `last`, both included.
    #[must_use]
    pub fn of_days(first: Date, last: Date, zone: &Zone) -> Self {
        Self::of(Shape::Days { first, count: last.duration_since(first).as_hours() / 24 + 1 }, zone)
    }

    fn rolling(to: Timestamp, zone: &Zone) -> Self {
        Self { from: to.plus_millis(-DAY_MS), to, zone: zone.clone(), grain: Grain::Hour, shape: Shape::Rolling }
    }

    fn of(shape: Shape, zone: &Zone) -> Self {
        let (first, end, grain) = match shape {
            Shape::Rolling => return Self::rolling(Timestamp::from_millis(0), zone),
            Shape::Days { first, count } => (first, plus(first, count.days()), grain_of(count)),
            Shape::MonthToDate { today } => {
                (today.first_of_month(), plus(today, 1.day()), grain_of(i64::from(today.day())))
            }
            Shape::Months { first, count } => (first, plus(first, count.months()), Grain::Month),
        };
        Self { from: zone.day_start(first), to: zone.day_start(end), zone: zone.clone(), grain, shape }
    }

    /// The span of the same shape before this one, for a comparison: the 24 hours, days or months before; of a month to
    /// date, the month before up to the same day, or its last day where it is shorter.
    #[must_use]
    pub fn previous(&self) -> Self {
        let shape = match self.shape {
            Shape::Rolling => return Self::rolling(self.from, &self.zone),
            Shape::Days { first, count } => Shape::Days { first: minus(first, count.days()), count },
            // Jiff holds the day to the shorter month's last.
            Shape::MonthToDate { today } => Shape::MonthToDate { today: minus(today, 1.month()) },
            Shape::Months { first, count } => Shape::Months { first: minus(first, count.months()), count },
        };
        Self::of(shape, &self.zone)
    }

    /// The starts of its buckets of a grain, those without a request included.
    #[must_use]
    pub fn buckets(&self, grain: Grain) -> Vec<Timestamp> {
        super::buckets(&self.zone, grain, self.from, self.to)
    }
}

fn grain_of(days: i64) -> Grain {
    match days {
        ..=2 => Grain::Hour,
        3..=92 => Grain::Day,
        93..=370 => Grain::Week,
        _ => Grain::Month,
    }
}

/// Reads the ISO date of the field `name`.
///
/// # Errors
/// `Date` for text that is none, `OutOfRange` for one before 1970 or after 9000.
pub fn date(name: &'static str, text: &str) -> Result<Date, PeriodError> {
    // Jiff also reads other forms of ISO 8601; only the plain one is promised.
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date: Date = text.parse().ok().filter(|_| plain).ok_or_else(|| PeriodError::Date(name, short(text)))?;
    if (1970..=9000).contains(&date.year()) { Ok(date) } else { Err(PeriodError::OutOfRange(name, date)) }
}

fn plus(date: Date, span: jiff::Span) -> Date {
    date.checked_add(span).unwrap_or(Date::MAX)
}

fn minus(date: Date, span: jiff::Span) -> Date {
    date.checked_sub(span).unwrap_or(Date::MIN)
}
