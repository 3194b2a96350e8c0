//! JSON that is written here.

use serde::Serialize;
use serde_json::value::RawValue;

/// A text as a JSON string, quotes included.
pub(crate) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value as JSON bytes.
pub(crate) fn bytes(value: &impl Serialize) -> Vec<u8> {
    // Only maps with keys that are not text and failing writers make this fail; neither is ever passed in.
    serde_json::to_vec(value).unwrap_or_default()
}

/// JSON text to be put into other JSON as it stands; `None` if it is not JSON.
pub(crate) fn raw(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(text.trim().to_owned()).ok()
}
