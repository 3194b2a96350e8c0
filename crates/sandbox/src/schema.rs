//! A value that fits a JSON schema: what the sandbox puts into tool arguments and structured answers.

use serde_json::{Map, Value, json};

/// Deeper than any schema in use; a recursive one ends here.
const MAX_DEPTH: usize = 24;

/// The simplest value that fits: constants and first enum values where given, required properties only, the least
/// number and length allowed, text that says it is simulated.
#[must_use]
pub fn value_for(schema: &Value) -> Value {
    fit(schema, schema, 0)
}

fn fit(schema: &Value, root: &Value, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return Value::Null;
    }
    if let Some(target) = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')).and_then(|p| root.pointer(p))
    {
        return fit(target, root, depth + 1);
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(first) = schema[choice].get(0) {
            return fit(first, root, depth + 1);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut merged = Map::new();
        for part in parts {
            if let Value::Object(fields) = fit(part, root, depth + 1) {
                merged.extend(fields);
            }
        }
        return Value::Object(merged);
    }
    match kind(schema) {
        "object" => object(schema, root, depth),
        "array" => {
            let length = schema["minItems"].as_u64().unwrap_or(0).min(64);
            (0..length).map(|_| fit(&schema["items"], root, depth + 1)).collect()
        }
        "string" => json!(text(schema)),
        "integer" => json!(number(schema).ceil() as i64),
        "number" => json!(number(schema)),
        "boolean" => json!(true),
        _ => Value::Null,
    }
}

fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        // A list of types, such as ["string", "null"]: the first is meant.
        Value::Array(kinds) => kinds.first().and_then(Value::as_str).unwrap_or("null"),
        _ if schema["properties"].is_object() => "object",
        _ if schema["items"].is_object() => "array",
        _ => "string",
    }
}

fn object(schema: &Value, root: &Value, depth: usize) -> Value {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    required
        .iter()
        .filter_map(Value::as_str)
        .map(|name| (name.to_owned(), fit(&schema["properties"][name], root, depth + 1)))
        .collect::<Map<_, _>>()
        .into()
}

fn number(schema: &Value) -> f64 {
    let least = schema["minimum"].as_f64();
    let above = schema["exclusiveMinimum"].as_f64().map(|bound| bound + 1.0);
    let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    least.or(above).unwrap_or(1.0).min(most)
}

fn text(schema: &Value) -> String {
    let formatted = match schema["format"].as_str() {
        Some("date-time") => "2026-01-01T00:00:00Z",
        Some("date") => "2026-01-01",
        Some("time") => "00:00:00Z",
        Some("email") => "simulated@example.com",
        Some("uri") => "https://example.com/simulated",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        _ => "simulated",
    };
    let least = schema["minLength"].as_u64().unwrap_or(0).min(4096) as usize;
    let most = schema["maxLength"].as_u64().map_or(usize::MAX, |limit| limit as usize);
    formatted.chars().chain(std::iter::repeat('.')).take(formatted.len().max(least).min(most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_properties_are_filled_and_optional_ones_left_out() {
        let schema = json!({
            "type": "object",
            "properties": {
                "city": {"type": "string"}, "unit": {"enum": ["celsius", "kelvin"]}, "days": {"type": "integer", "minimum": 3},
                "note": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}, "minItems": 2},
                "where": {"$ref": "#/$defs/place"}
            },
            "required": ["city", "unit", "days", "tags", "where"],
            "$defs": {"place": {"type": "object", "properties": {"lat": {"type": "number"}}, "required": ["lat"]}}
        });
        let fitting = json!({
            "city": "simulated", "unit": "celsius", "days": 3, "tags": ["simulated", "simulated"], "where": {"lat": 1.0}
        });
        assert_eq!(value_for(&schema), fitting);
    }

    #[test]
    fn a_schema_that_holds_itself_comes_to_an_end() {
        let schema = json!({"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["next"]});
        assert!(value_for(&schema)["next"]["next"].is_object());
    }
}
