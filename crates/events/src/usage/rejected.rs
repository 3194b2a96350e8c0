//! Why an event is refused. Holds names and ids, never a word of the event's own text.

use domain::{EventId, TenantId};
use std::fmt;

/// Why an event goes to the dead letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Not one JSON object.
    Malformed,
    /// Larger than an event can be.
    TooLarge,
    /// It holds a field that is not listed.
    UnknownField,
    /// It holds a field twice.
    DuplicateField,
    /// It lacks a field that every event has.
    MissingField,
    /// A field holds something it cannot.
    BadValue,
    /// Fewer than no tokens.
    NegativeTokens,
    /// More tokens than a request can use.
    AbsurdTokens,
    /// A part of the tokens is larger than the whole.
    PartsExceedWhole,
    /// The time is not a moment, or lies ahead.
    BadTime,
    /// The time lies before what is retained.
    TooLate,
    /// It was written by a newer version.
    NewerSchema,
    /// Its tenant is not known. Found by the consumer.
    UnknownTenant,
    /// The log's bytes where an event stood are damaged. Found by the consumer.
    Damaged,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::Malformed,
        Self::TooLarge,
        Self::UnknownField,
        Self::DuplicateField,
        Self::MissingField,
        Self::BadValue,
        Self::NegativeTokens,
        Self::AbsurdTokens,
        Self::PartsExceedWhole,
        Self::BadTime,
        Self::TooLate,
        Self::NewerSchema,
        Self::UnknownTenant,
        Self::Damaged,
    ];

    /// The name as stored and counted.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::UnknownField => "unknown_field",
            Self::DuplicateField => "duplicate_field",
            Self::MissingField => "missing_field",
            Self::BadValue => "bad_value",
            Self::NegativeTokens => "negative_tokens",
            Self::AbsurdTokens => "absurd_tokens",
            Self::PartsExceedWhole => "parts_exceed_whole",
            Self::BadTime => "bad_time",
            Self::TooLate => "too_late",
            Self::NewerSchema => "newer_schema",
            Self::UnknownTenant => "unknown_tenant",
            Self::Damaged => "damaged",
        }
    }

    /// The reason of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An event that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Rejected {
    /// Why.
    pub reason: Reason,
    /// The field that is to blame, if it is one that is listed.
    pub field: Option<&'static str>,
    /// The event's id, where it could be read.
    pub event_id: Option<EventId>,
    /// The event's tenant, where it could be read.
    pub tenant_id: Option<TenantId>,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "usage event refused: {}", self.reason)?;
        if let Some(field) = self.field {
            write!(f, " in `{field}`")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_have_names_that_lead_back_to_them() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_name(reason.as_str()), Some(reason));
        }
    }
}
