//! Moments. Everything that is stored carries milliseconds since 1970 in UTC; zones appear only when days are counted.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many milliseconds after 1970.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The start of the span of `width_ms` that holds this moment, spans counted from 1970.
    #[must_use]
    pub const fn floor_to(self, width_ms: i64) -> Self {
        Self(self.0 - self.0.rem_euclid(width_ms))
    }

    /// This moment moved by `millis`, saturating.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Reads an RFC 3339 moment, cutting it to milliseconds.
    ///
    /// # Errors
    /// Text that is not an RFC 3339 moment with an offset.
    pub fn parse(text: &str) -> Result<Self, jiff::Error> {
        let moment: jiff::Timestamp = text.parse()?;
        Ok(Self(moment.as_millisecond()))
    }

    /// As jiff's type, for calendar arithmetic. Out of range moments are clamped.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.as_millisecond())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.to_jiff())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Tells the time. Passed in wherever time matters, so that tests can hold it still.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        jiff::Timestamp::now().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_print_and_parse_to_the_millisecond() {
        let moment = Timestamp::parse("2026-11-23T19:08:01.123456Z").expect("valid");
        assert_eq!(moment.to_string(), "2026-11-23T19:08:01.123Z");
        assert_eq!(Timestamp::parse("2026-11-23T20:08:01.123+01:00").expect("valid"), moment);
        assert!(Timestamp::parse("2026-11-23").is_err());
    }

    #[test]
    fn floors_are_right_before_1970_too() {
        assert_eq!(Timestamp::from_millis(-1).floor_to(900_000).as_millis(), -900_000);
        assert_eq!(Timestamp::from_millis(900_000).floor_to(900_000).as_millis(), 900_000);
    }
}
