//! Error answers as each provider writes them.
//!
//! Sources: OpenAI's "Error codes" guide and its `{"error": {message, type, param, code}}` object; Anthropic's "Errors"
//! page with `{"type": "error", "error": {type, message}, "request_id"}` and status 529 for overload.

use crate::scene::Refusal;
use crate::seen::Wire;
use serde_json::{Value, json};

/// Status and body of a refusal on a wire.
#[must_use]
pub fn render(wire: Wire, refusal: &Refusal, request_id: &str) -> (u16, Value) {
    match wire {
        Wire::OpenAi => openai(refusal),
        Wire::Anthropic => anthropic(refusal, request_id),
    }
}

/// What `retry-after` says, in seconds, where a provider says it.
#[must_use]
pub fn retry_after_s(refusal: &Refusal) -> Option<u64> {
    match refusal {
        Refusal::RateLimited { retry_after_s } => Some(*retry_after_s),
        _ => None,
    }
}

fn openai(refusal: &Refusal) -> (u16, Value) {
    let (status, kind, code, message) = match refusal {
        Refusal::BadRequest(reason) => (400, "invalid_request_error", Value::Null, reason.clone()),
        Refusal::Unauthorized => {
            (401, "invalid_request_error", json!("invalid_api_key"), "Incorrect API key provided (simulated).".into())
        }
        Refusal::NotFound => (404, "invalid_request_error", Value::Null, "Invalid URL (simulated).".into()),
        Refusal::ModelNotFound(model) => (
            404,
            "invalid_request_error",
            json!("model_not_found"),
            format!("The model `{model}` does not exist in the sandbox."),
        ),
        Refusal::RateLimited { .. } => {
            (429, "requests", json!("rate_limit_exceeded"), "Rate limit reached (simulated).".into())
        }
        Refusal::InsufficientQuota => (
            429,
            "insufficient_quota",
            json!("insufficient_quota"),
            "You exceeded your current quota (simulated).".into(),
        ),
        Refusal::ServerError => (500, "server_error", Value::Null, "The server had an error (simulated).".into()),
        Refusal::Unavailable | Refusal::Overloaded => {
            (503, "server_error", Value::Null, "The engine is currently overloaded (simulated).".into())
        }
        Refusal::TooLarge => {
            (413, "invalid_request_error", Value::Null, "The request is too large (simulated).".into())
        }
    };
    (status, json!({"error": {"message": message, "type": kind, "param": null, "code": code}}))
}

fn anthropic(refusal: &Refusal, request_id: &str) -> (u16, Value) {
    let (status, kind, message) = match refusal {
        Refusal::BadRequest(reason) => (400, "invalid_request_error", reason.clone()),
        Refusal::Unauthorized => (401, "authentication_error", "invalid x-api-key (simulated)".into()),
        Refusal::NotFound => (404, "not_found_error", "Not found (simulated)".into()),
        Refusal::ModelNotFound(model) => (404, "not_found_error", format!("model: {model}")),
        Refusal::RateLimited { .. } => (429, "rate_limit_error", "Rate limit exceeded (simulated)".into()),
        Refusal::InsufficientQuota => {
            (400, "invalid_request_error", "Your credit balance is too low (simulated)".into())
        }
        Refusal::ServerError => (500, "api_error", "Internal server error (simulated)".into()),
        Refusal::Unavailable => (503, "api_error", "Service unavailable (simulated)".into()),
        Refusal::Overloaded => (529, "overloaded_error", "Overloaded (simulated)".into()),
        Refusal::TooLarge => (413, "request_too_large", "Request exceeds the maximum size (simulated)".into()),
    };
    (status, json!({"type": "error", "error": {"type": kind, "message": message}, "request_id": request_id}))
}
