//! Money and moments as they stand in JSON.

use domain::{Pico, PicoSum, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// US dollars as an exact decimal in a string, such as `"12.3456789"`; negative for a loss. Never rounded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, ToSchema)]
#[schema(value_type = String, pattern = r"^-?[0-9]+(\.[0-9]{1,12})?$", example = "12.3456789")]
pub struct Usd(pub PicoSum);

impl From<PicoSum> for Usd {
    fn from(amount: PicoSum) -> Self {
        Self(amount)
    }
}

impl From<Pico> for Usd {
    fn from(amount: Pico) -> Self {
        Self(amount.into())
    }
}

impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| {
            serde::de::Error::custom("an amount is a decimal in a string with at most 12 decimals, such as \"12.34\"")
        })
    }
}

/// A moment in UTC to the millisecond, such as `2026-11-23T19:08:01.123Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-23T19:08:01.123Z")]
pub struct Moment(pub Timestamp);

impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Timestamp::parse(&text).map(Self).map_err(|_| {
            serde::de::Error::custom(
                "a moment is written as in RFC 3339, with its offset, such as 2026-11-23T19:08:01Z",
            )
        })
    }
}
