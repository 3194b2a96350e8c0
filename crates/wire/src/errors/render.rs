//! A fault in the caller's dialect, whole or as the last event of a stream.

use crate::Dialect;
use bytes::Bytes;
use domain::{Content, ErrorKind, Fault, Source};
use serde_json::{Value, json};

/// The status and body of a fault that is the whole answer. The provider's own message stands in it where there is one.
///
/// A provider that refuses Tollkeeper's key or account is a 502: a 401 would tell the caller that its own key is wrong.
/// What the provider blamed on the request keeps the provider's status.
#[must_use]
pub fn render_error(dialect: Dialect, fault: &Fault, request_id: &str) -> (u16, Bytes) {
    let mut body = body(dialect, fault);
    if dialect == Dialect::Anthropic {
        body["request_id"] = request_id.into();
    }
    (status(dialect, fault), Bytes::from(body.to_string()))
}

/// A fault in the middle of a stream, as the dialect's error event. No end marker follows it.
#[must_use]
pub fn render_stream_error(dialect: Dialect, fault: &Fault) -> Bytes {
    let body = body(dialect, fault);
    Bytes::from(match dialect {
        Dialect::OpenAi => format!("data: {body}\n\n"),
        Dialect::Anthropic => format!("event: error\ndata: {body}\n\n"),
    })
}

fn status(dialect: Dialect, fault: &Fault) -> u16 {
    match (fault.kind, fault.source_of_fault, fault.upstream_status) {
        (ErrorKind::Unauthorized | ErrorKind::Forbidden, Source::Upstream, _) => 502,
        (ErrorKind::InvalidRequest | ErrorKind::TooLarge, _, Some(status @ 400..=499)) => status,
        (ErrorKind::Overloaded, _, _) if dialect == Dialect::Anthropic => 529,
        (kind, _, _) => kind.status(),
    }
}

fn body(dialect: Dialect, fault: &Fault) -> Value {
    let message = fault.detail.as_ref().map_or(fault.message.as_str(), Content::as_str);
    let kind = kind(dialect, fault);
    match dialect {
        Dialect::OpenAi => {
            json!({"error": {"message": message, "type": kind, "param": null, "code": openai_code(fault)}})
        }
        Dialect::Anthropic => json!({"type": "error", "error": {"type": kind, "message": message}}),
    }
}

/// Agents look for this code to shorten a conversation that has grown too long.
fn openai_code(fault: &Fault) -> &'static str {
    match fault.kind {
        ErrorKind::TooLarge if fault.upstream_status.is_some() => "context_length_exceeded",
        kind => kind.code(),
    }
}

/// The dialect's own word for a kind of failure.
fn kind(dialect: Dialect, fault: &Fault) -> &'static str {
    use ErrorKind as K;
    let ours = fault.source_of_fault == Source::Upstream;
    match (dialect, fault.kind) {
        (Dialect::OpenAi, K::Unauthorized | K::Forbidden) if ours => "server_error",
        (Dialect::OpenAi, K::InvalidRequest | K::NotFound | K::TooLarge | K::ClientGone) => "invalid_request_error",
        (Dialect::OpenAi, K::Unauthorized) => "authentication_error",
        (Dialect::OpenAi, K::Forbidden) => "permission_error",
        (Dialect::OpenAi, K::RateLimited) => "rate_limit_error",
        (Dialect::OpenAi, _) => "server_error",
        (Dialect::Anthropic, K::Unauthorized | K::Forbidden) if ours => "api_error",
        (Dialect::Anthropic, K::TooLarge) if fault.upstream_status.is_some_and(|status| status != 413) => {
            "invalid_request_error"
        }
        (Dialect::Anthropic, K::InvalidRequest | K::ClientGone) => "invalid_request_error",
        (Dialect::Anthropic, K::Unauthorized) => "authentication_error",
        (Dialect::Anthropic, K::Forbidden) => "permission_error",
        (Dialect::Anthropic, K::NotFound) => "not_found_error",
        (Dialect::Anthropic, K::TooLarge) => "request_too_large",
        (Dialect::Anthropic, K::RateLimited) => "rate_limit_error",
        (Dialect::Anthropic, K::Overloaded) => "overloaded_error",
        (Dialect::Anthropic, K::Timeout) => "timeout_error",
        (Dialect::Anthropic, _) => "api_error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_read_as_the_dialects_own_errors() {
        let fault = Fault::new(ErrorKind::NotFound, "no such model").with_detail("try \"another\"");
        let (status, body) = render_error(Dialect::OpenAi, &fault, "r1");
        assert_eq!(status, 404);
        let body: Value = serde_json::from_slice(&body).expect("json");
        let expected = json!({"error": {"message": "try \"another\"", "type": "invalid_request_error", "param": null, "code": "not_found"}});
        assert_eq!(body, expected);

        let (status, body) = render_error(Dialect::Anthropic, &Fault::new(ErrorKind::Overloaded, "busy"), "r1");
        assert_eq!(status, 529);
        let body: Value = serde_json::from_slice(&body).expect("json");
        let expected =
            json!({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}, "request_id": "r1"});
        assert_eq!(body, expected);
    }

    #[test]
    fn a_bad_key_of_ours_is_not_the_callers() {
        let fault = Fault::new(ErrorKind::Unauthorized, "x").caused_by(Source::Upstream).with_status(401);
        assert_eq!(render_error(Dialect::OpenAi, &fault, "r").0, 502);
        assert_eq!(render_error(Dialect::OpenAi, &Fault::new(ErrorKind::Unauthorized, "x"), "r").0, 401);
    }

    #[test]
    fn what_the_provider_blames_on_the_request_keeps_its_status() {
        let fault = Fault::new(ErrorKind::TooLarge, "x").with_status(400);
        assert_eq!(render_error(Dialect::OpenAi, &fault, "r").0, 400);
        assert_eq!(render_error(Dialect::Anthropic, &Fault::new(ErrorKind::TooLarge, "x"), "r").0, 413);
    }

    #[test]
    fn stream_errors_are_one_event_without_an_end_marker() {
        let fault = Fault::new(ErrorKind::BadResponse, "cut\nshort");
        let openai = render_stream_error(Dialect::OpenAi, &fault);
        assert!(openai.starts_with(b"data: {\"error\":{") && openai.ends_with(b"}\n\n"));
        let anthropic = render_stream_error(Dialect::Anthropic, &fault);
        assert!(anthropic.starts_with(b"event: error\ndata: {"));
        for event in [openai, anthropic] {
            assert_eq!(event.windows(2).filter(|pair| pair == b"\n\n").count(), 1);
            assert!(memchr::memmem::find(&event, b"DONE").is_none());
        }
    }
}
