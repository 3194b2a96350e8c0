//! Spans of time as people ask for them, in a zone, and the buckets they fall into.

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
