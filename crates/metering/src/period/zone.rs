//! A time zone by its IANA name, and where its days begin.

use super::PeriodError;
use domain::Timestamp;
use jiff::civil::{Date, time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// An IANA time zone. The rules are compiled in, so that every machine counts the same days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    tz: TimeZone,
    name: String,
}

impl Zone {
    /// The zone of this name, such as `Europe/Berlin` or `UTC`.
    ///
    /// # Errors
    /// A name that the IANA database does not have.
    pub fn new(name: &str) -> Result<Self, PeriodError> {
        let tz = TimeZone::get(name).map_err(|_| PeriodError::Zone(super::ask::short(name)))?;
        let name = tz.iana_name().unwrap_or(name).to_owned();
        Ok(Self { tz, name })
    }

    /// UTC.
    #[must_use]
    pub fn utc() -> Self {
        Self { tz: TimeZone::UTC, name: "UTC".to_owned() }
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first instant of a calendar day; of a day that the zone skipped, the first instant after it. Ascends with
    /// the date, so that the days so begun tile time, whatever clocks did.
    pub(super) fn day_start(&self, date: Date) -> Timestamp {
        let ambiguous = self.tz.to_ambiguous_timestamp(date.to_datetime(time(0, 0, 0, 0)));
        let in_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
        // Beyond jiff's range (years -9999 to 9999) there is nothing to tell apart.
        let Ok(start) = ambiguous.compatible() else { return Timestamp::from_millis(i64::MAX) };
        if !in_gap {
            return start.into();
        }
        // Midnight was skipped: the day begins where the clock jumped, which may be up to the gap before `start`.
        let after = start.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(start);
        self.tz.preceding(after).next().map_or(start, |jump| jump.timestamp()).into()
    }

    /// The calendar day that holds an instant: the last day that has begun by then. Where clocks go back over midnight,
    /// the repeated end of the old day belongs to the new day, which had begun already.
    #[must_use]
    pub fn date_of(&self, at: Timestamp) -> Date {
        let shown = self.tz.to_datetime(at.to_jiff()).date();
        match shown.tomorrow() {
            Ok(next) if self.day_start(next) <= at => next,
            _ => shown,
        }
    }
}
