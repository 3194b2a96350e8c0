//! `GET /v1/models` and token counts: answers of Tollkeeper's own, in the caller's dialect.

use crate::Dialect;
use crate::envelope::Envelope;
use bytes::Bytes;
use serde_json::{Value, json};

/// A model or route a client can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedModel {
    /// What to send as `model`.
    pub id: String,
    /// Who serves it: a provider's name, or `tollkeeper` for a route.
    pub owned_by: String,
    /// What a person reads.
    pub display_name: String,
    /// When it was added, in seconds since 1970; 0 where not known.
    pub created_unix_s: u64,
    /// Its context in tokens, where known.
    pub max_input_tokens: Option<u64>,
    /// Most output tokens, where known.
    pub max_output_tokens: Option<u64>,
}

/// The list of models in the caller's dialect, in the order given, on one page.
#[must_use]
pub fn models(dialect: Dialect, list: &[ListedModel]) -> Bytes {
    let body = match dialect {
        Dialect::OpenAi => json!({
            "object": "list",
            "data": list.iter().map(|model| json!({
                "id": model.id, "object": "model", "created": model.created_unix_s, "owned_by": model.owned_by,
            })).collect::<Vec<Value>>(),
        }),
        Dialect::Anthropic => json!({
            "data": list.iter().map(|model| json!({
                "type": "model", "id": model.id, "display_name": model.display_name,
                "created_at": rfc3339(model.created_unix_s), "lifecycle": "active",
                "max_input_tokens": model.max_input_tokens, "max_tokens": model.max_output_tokens,
            })).collect::<Vec<Value>>(),
            "has_more": false,
            "first_id": list.first().map(|model| &model.id),
            "last_id": list.last().map(|model| &model.id),
        }),
    };
    Bytes::from(body.to_string())
}

/// The answer to `count_tokens` for a model whose provider cannot count: an estimate from bytes.
#[must_use]
pub fn estimated_count(envelope: &Envelope) -> Bytes {
    Bytes::from(json!({"input_tokens": envelope.estimated_input_tokens().max(1)}).to_string())
}

fn rfc3339(unix_s: u64) -> String {
    let millis = i64::try_from(unix_s).unwrap_or(0).saturating_mul(1_000);
    domain::Timestamp::from_millis(millis).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_list_the_same_models() {
        let model = |id: &str| ListedModel {
            id: id.to_owned(),
            owned_by: "openai".to_owned(),
            display_name: id.to_owned(),
            created_unix_s: 86_400,
            max_input_tokens: Some(400_000),
            max_output_tokens: None,
        };
        let list = [model("openai/gpt-5.4"), model("auto")];
        let openai: Value = serde_json::from_slice(&models(Dialect::OpenAi, &list)).expect("json");
        assert_eq!(openai["data"][0]["id"], "openai/gpt-5.4");
        assert_eq!(openai["data"][1]["object"], "model");
        let anthropic: Value = serde_json::from_slice(&models(Dialect::Anthropic, &list)).expect("json");
        assert_eq!(anthropic["data"][0]["created_at"], "1970-01-02T00:00:00.000Z");
        assert_eq!((&anthropic["first_id"], &anthropic["last_id"]), (&json!("openai/gpt-5.4"), &json!("auto")));
        assert_eq!(anthropic["has_more"], false);
        let empty: Value = serde_json::from_slice(&models(Dialect::Anthropic, &[])).expect("json");
        assert_eq!(empty["first_id"], Value::Null);
    }
}
