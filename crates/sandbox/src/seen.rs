//! What the sandbox saw: one request, read into the few things an answer depends on. Pure.

use crate::scene::Refusal;
use http::{HeaderMap, Method};
use serde_json::Value;

/// Whose protocol a request speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wire {
    /// OpenAI's.
    OpenAi,
    /// Anthropic's.
    Anthropic,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `POST /v1/chat/completions`
    Chat,
    /// `POST /v1/completions`
    Completions,
    /// `POST /v1/embeddings`
    Embeddings,
    /// `POST /v1/messages`
    Messages,
    /// `POST /v1/messages/count_tokens`
    CountTokens,
    /// `GET /v1/models`
    Models,
    /// `GET /v1/models/{id}`
    Model(String),
}

/// One request as the sandbox understood it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// How many requests came before it, over all connections.
    pub sequence: u64,
    /// The path's part before `/v1`, or empty: `sandbox-openai` of `/sandbox-openai/v1/models`.
    pub persona: String,
    /// Its protocol.
    pub wire: Wire,
    /// Its endpoint.
    pub endpoint: Endpoint,
    /// The `model` it names; empty for the listing of models.
    pub model: String,
    /// Whether it asks for a stream.
    pub stream: bool,
    /// Whether it carries `stream_options` at all.
    pub has_stream_options: bool,
    /// Whether it asks for usage at the end of an OpenAI stream.
    pub include_usage: bool,
    /// `x-tollkeeper-request-id`, if the gateway forwards it.
    pub request_id: Option<String>,
    /// The request's own `user`, `safety_identifier` or `metadata.user_id`: lets a test tell requests apart.
    pub marker: Option<String>,
    /// The credential, without `Bearer`.
    pub credential: Option<String>,
    /// The body as JSON; `null` for a GET.
    pub body: Value,
}

impl Seen {
    /// Reads a request.
    ///
    /// # Errors
    /// The refusal a provider would give: 404 for an unknown path, 400 for a body that is not JSON or lacks what its
    /// endpoint needs. The wire says whose error body to write.
    pub fn read(
        sequence: u64,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, (Wire, Refusal)> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let speaks_anthropic = headers.contains_key("anthropic-version");
        let (persona, wire, endpoint) = locate(path, speaks_anthropic)
            .ok_or((if speaks_anthropic { Wire::Anthropic } else { Wire::OpenAi }, Refusal::NotFound))?;
        let reads = matches!(endpoint, Endpoint::Models | Endpoint::Model(_));
        if reads != (method == Method::GET || method == Method::HEAD) {
            return Err((wire, Refusal::BadRequest("this path takes another method".into())));
        }
        let body: Value = if reads {
            Value::Null
        } else {
            serde_json::from_slice(body)
                .map_err(|_| (wire, Refusal::BadRequest("the body is not valid JSON".into())))?
        };
        if let Some(reason) = lacks(&endpoint, &body) {
            return Err((wire, Refusal::BadRequest(reason.into())));
        }
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let marker =
            [&body["metadata"]["user_id"], &body["safety_identifier"], &body["user"]].into_iter().find_map(text);
        Ok(Self {
            sequence,
            persona,
            wire,
            endpoint,
            model: text(&body["model"]).unwrap_or_default(),
            stream: body["stream"] == true,
            has_stream_options: body["stream_options"].is_object(),
            include_usage: body["stream_options"]["include_usage"] == true,
            request_id: header("x-tollkeeper-request-id"),
            marker,
            credential: header("authorization")
                .and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned))
                .or_else(|| header("x-api-key")),
            body,
        })
    }
}

fn locate(path: &str, speaks_anthropic: bool) -> Option<(String, Wire, Endpoint)> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let either = if speaks_anthropic { Wire::Anthropic } else { Wire::OpenAi };
    let (before, wire, endpoint) = match segments.as_slice() {
        [before @ .., "chat", "completions"] => (before, Wire::OpenAi, Endpoint::Chat),
        [before @ .., "completions"] => (before, Wire::OpenAi, Endpoint::Completions),
        [before @ .., "embeddings"] => (before, Wire::OpenAi, Endpoint::Embeddings),
        [before @ .., "messages", "count_tokens"] => (before, Wire::Anthropic, Endpoint::CountTokens),
        [before @ .., "messages"] => (before, Wire::Anthropic, Endpoint::Messages),
        [before @ .., "models"] => (before, either, Endpoint::Models),
        [before @ .., "models", id] => (before, either, Endpoint::Model((*id).to_owned())),
        _ => return None,
    };
    let before = before.strip_suffix(&["v1"]).unwrap_or(before);
    match before {
        [] => Some((String::new(), wire, endpoint)),
        [persona] => Some(((*persona).to_owned(), wire, endpoint)),
        _ => None,
    }
}

/// What a body lacks that its endpoint cannot do without, in a provider's words.
fn lacks(endpoint: &Endpoint, body: &Value) -> Option<&'static str> {
    let needs_model = !matches!(endpoint, Endpoint::Models | Endpoint::Model(_));
    let no_messages = || body["messages"].as_array().is_none_or(Vec::is_empty);
    match endpoint {
        _ if needs_model && !body["model"].is_string() => Some("model: a string is required"),
        Endpoint::Chat | Endpoint::Messages | Endpoint::CountTokens if no_messages() => {
            Some("messages: at least one message is required")
        }
        Endpoint::Messages if !body["max_tokens"].is_u64() => Some("max_tokens: Field required"),
        Endpoint::Chat if body["n"].as_u64().is_some_and(|count| count > 1) => Some("n: the sandbox gives one choice"),
        Endpoint::Embeddings if body["input"].is_null() => Some("input: a value is required"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_with_and_without_persona_and_version() {
        for path in ["/v1/chat/completions", "/chat/completions"] {
            assert_eq!(locate(path, false), Some((String::new(), Wire::OpenAi, Endpoint::Chat)));
        }
        let found = locate("/sandbox-anthropic/v1/messages/count_tokens", true);
        assert_eq!(found, Some(("sandbox-anthropic".into(), Wire::Anthropic, Endpoint::CountTokens)));
        assert_eq!(locate("/v1/models/x", false), Some((String::new(), Wire::OpenAi, Endpoint::Model("x".into()))));
        assert_eq!(locate("/a/b/v1/models", false), None);
        assert_eq!(locate("/v1/images", false), None);
    }

    #[test]
    fn a_request_is_refused_in_its_own_wire() {
        let read = |path: &str, body: &[u8]| Seen::read(0, &Method::POST, path, &HeaderMap::new(), body);
        assert_eq!(read("/v1/messages", b"{").unwrap_err().0, Wire::Anthropic);
        assert_eq!(read("/v1/nothing", b"{}").unwrap_err(), (Wire::OpenAi, Refusal::NotFound));
        assert!(matches!(
            read("/v1/chat/completions", br#"{"model":"m","messages":[]}"#).unwrap_err(),
            (Wire::OpenAi, Refusal::BadRequest(reason)) if reason.starts_with("messages")
        ));
    }
}
