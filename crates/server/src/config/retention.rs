//! `[retention]`: how long what is kept.

use super::section::Section;
use std::time::Duration;

/// How long what is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Retention {
    /// Rows of the ledger. Sums over time are kept for ever.
    pub raw: Duration,
}

const DAY: Duration = Duration::from_secs(86_400);

/// Reads the section.
pub fn read(mut section: Section<'_>) -> Retention {
    // The shortest span still holds the 35 days that a month's figures may be asked down to their rows.
    let raw = section.duration("raw", DAY * 35, DAY * 3650).unwrap_or(DAY * 90);
    section.finish();
    Retention { raw }
}
