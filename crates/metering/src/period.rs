//! Spans of time as people ask for them, in a zone, and the buckets they fall into.

mod ask;
mod bucket;
mod zone;

pub use ask::{Ask, MAX_DAYS, Period, PeriodError, date};
pub use bucket::{bucket_end, bucket_start, buckets};
pub use jiff::civil::Date;
pub use zone::Zone;

/// How wide a bucket is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// 15 minutes: the base of everything; every zone in use is offset by a multiple of it.
    Quarter,
    /// A UTC-aligned hour of four quarters.
    Hour,
    /// A calendar day in a zone.
    Day,
    /// An ISO week (Monday first) in a zone.
    Week,
    /// A calendar month in a zone.
    Month,
}

impl Grain {
    /// Every grain, finest first.
    pub const ALL: [Self; 5] = [Self::Quarter, Self::Hour, Self::Day, Self::Week, Self::Month];

    /// The grain as it stands in questions and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

impl std::str::FromStr for Grain {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Self::ALL.into_iter().find(|grain| grain.as_str() == text).ok_or_else(|| PeriodError::Grain(ask::short(text)))
    }
}
