//! Attempts inside the journal's own records: the same form as inside an event.

use super::decode::read_attempts;
use super::encode::Attempts;
use domain::Attempt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::value::RawValue;

pub(crate) fn serialize<S: Serializer>(attempts: &[Attempt], serializer: S) -> Result<S::Ok, S::Error> {
    Attempts(attempts).serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Attempt>, D::Error> {
    let list = <&RawValue>::deserialize(deserializer)?;
    read_attempts(list.get()).map_err(|_| D::Error::custom("not a list of attempts"))
}
