//! How a dialect says that a request is wrong, or cannot be said in the other one.

use domain::{ErrorKind, Fault, Retry};
use serde_json::Value;
use serde_json::value::RawValue;

/// A request that is wrong in its own dialect.
pub(super) fn invalid(message: impl Into<String>) -> Fault {
    Fault::new(ErrorKind::InvalidRequest, message)
}

/// A request that is right and cannot be said in the upstream's dialect; a candidate of the caller's dialect may take it.
pub(super) fn untranslatable(what: &str) -> Fault {
    let message = format!("{what} cannot be translated to this provider's API: leave it out or name another provider");
    Fault::new(ErrorKind::InvalidRequest, message).with_retry(Retry::Next)
}

/// Reads a body as its dialect's request. The parser's own words may quote the body, so only the position is passed on.
pub(super) fn read<'a, T: serde::Deserialize<'a>>(what: &str, body: &'a [u8]) -> Result<T, Fault> {
    serde_json::from_slice(body).map_err(|error| {
        invalid(format!("the body is not a {what} request: see line {}, column {}", error.line(), error.column()))
    })
}

/// Reads a value inside a body.
pub(super) fn value<'a, T: serde::Deserialize<'a>>(name: &str, raw: &'a RawValue) -> Result<T, Fault> {
    serde_json::from_str(raw.get()).map_err(|_| invalid(format!("the field {name} has a form that is not known")))
}

/// Refuses fields that are given and mean something: not null, false, zero, empty.
pub(super) fn refuse_given(fields: &[(&str, Option<&RawValue>)]) -> Result<(), Fault> {
    for (name, raw) in fields {
        let Some(raw) = raw else { continue };
        if !matches!(raw.get().trim(), "null" | "false" | "0" | "{}" | "[]" | "\"\"") {
            return Err(untranslatable(name));
        }
    }
    Ok(())
}

/// Whether OpenAI's strict mode takes a schema: every object closes itself and requires all its properties.
pub(super) fn is_strict(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            let closed = match map.get("properties").and_then(Value::as_object) {
                Some(properties) => {
                    let required = map.get("required").and_then(Value::as_array);
                    let names = |name: &String| required.is_some_and(|names| names.iter().any(|given| given == name));
                    map.get("additionalProperties") == Some(&Value::Bool(false)) && properties.keys().all(names)
                }
                None => map.get("type").is_none_or(|kind| kind != "object"),
            };
            closed && map.values().all(is_strict)
        }
        Value::Array(list) => list.iter().all(is_strict),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strict_schemas_are_told_from_loose_ones() {
        let object = |required: &[&str], closed: bool| {
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": required,
                   "additionalProperties": !closed})
        };
        assert!(is_strict(&object(&["a"], true)));
        assert!(!is_strict(&object(&[], true)));
        assert!(!is_strict(&object(&["a"], false)));
        assert!(!is_strict(&json!({"type": "array", "items": object(&[], true)})));
        assert!(!is_strict(&json!({"type": "object"})));
    }
}
