//! Values as columns: counts within a column's range, enumerations by their word, structures as JSON text.

use crate::StoreError;
use crate::error::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A count as a column.
///
/// # Errors
/// `Refused`, naming the field, for a count beyond 63 bits.
pub fn count(value: u64, field: &'static str) -> Result<i64> {
    i64::try_from(value).map_err(|_| StoreError::Refused(format!("{field} is larger than a column holds")))
}

/// An optional count as a column.
///
/// # Errors
/// As [`count`].
pub fn opt_count(value: Option<u64>, field: &'static str) -> Result<Option<i64>> {
    value.map(|value| count(value, field)).transpose()
}

/// A limit as a parameter; one beyond a column's range limits nothing.
#[must_use]
pub fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The word by which serde knows a value of an enumeration.
///
/// # Errors
/// `Failed` for a type whose values are no words: a defect.
pub fn word_of<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(StoreError::Failed("a value of an enumeration has no word: a defect".into())),
    }
}

/// The value of an enumeration that serde knows by this word.
#[must_use]
pub fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// A value as JSON text.
///
/// # Errors
/// `Failed` for a value that has no JSON form: a defect.
pub fn json_of<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Failed("a value has no JSON form: a defect".into()))
}
