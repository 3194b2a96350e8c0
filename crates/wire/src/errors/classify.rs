//! What a provider's refusal means: kind, cause, and what may be tried next. Both dialects put a `type` and a `message`
//! into an `error` object, so one reader serves both, and every compatible server between them.

use super::retry_after;
use domain::{Content, ErrorKind, Fault, Retry, Source};
use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

/// The `error` object of a body or a stream event.
#[derive(Deserialize, Default)]
pub(crate) struct ErrorBody {
    #[serde(default)]
    message: Option<Value>,
    #[serde(default, rename = "type")]
    kind: Option<Value>,
    #[serde(default)]
    code: Option<Value>,
    #[serde(default)]
    param: Option<Value>,
}

impl ErrorBody {
    /// Reads the value of an `error` field: an object, or a bare text as some servers send it.
    pub(crate) fn from_value(value: Value) -> Self {
        match value {
            Value::String(message) => Self { message: Some(Value::String(message)), ..Self::default() },
            other => serde_json::from_value(other).unwrap_or_default(),
        }
    }

    /// The error of an answer that has one. Some servers send `false` or an empty text with a good answer.
    pub(crate) fn given(value: Option<Value>) -> Option<Self> {
        value
            .filter(|value| value.is_object() || value.as_str().is_some_and(|text| !text.is_empty()))
            .map(Self::from_value)
    }

    fn read(body: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Body {
            error: Option<Value>,
            // Some compatible servers put the error's fields at the top.
            message: Option<Value>,
            detail: Option<Value>,
        }
        let Ok(body) = serde_json::from_slice::<Body>(body) else { return Self::default() };
        match body.error {
            Some(error) => Self::from_value(error),
            None => Self { message: body.message.or(body.detail), ..Self::default() },
        }
    }

    fn message(&self) -> Option<&str> {
        self.message.as_ref().and_then(Value::as_str).filter(|message| !message.is_empty())
    }

    fn word(value: Option<&Value>) -> &str {
        value.and_then(Value::as_str).unwrap_or("")
    }

    /// Whether `type` or `code` is one of these words.
    fn says(&self, words: &[&str]) -> bool {
        words.contains(&Self::word(self.kind.as_ref())) || words.contains(&Self::word(self.code.as_ref()))
    }

    fn mentions(&self, phrases: &[&str]) -> bool {
        let Some(message) = self.message() else { return false };
        let message = message.to_ascii_lowercase();
        phrases.iter().any(|phrase| message.contains(phrase))
    }

    /// A status put into `code`, as OpenRouter does in streams.
    fn status(&self) -> Option<u16> {
        self.code.as_ref().and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok())
    }
}

/// Classifies a provider's answer with an error status. Its message becomes the fault's detail, for the caller only.
#[must_use]
pub fn classify(status: u16, headers: &HeaderMap, body: &[u8]) -> Fault {
    let error = ErrorBody::read(body);
    fault(status, &error, retry_after::millis(headers)).with_status(status)
}

/// Classifies an error event in a stream, which has no status of its own.
pub(crate) fn classify_event(error: &ErrorBody) -> Fault {
    let status = error.status().unwrap_or_else(|| {
        const WORDS: [(&[&str], u16); 8] = [
            (&["overloaded_error", "overloaded"], 529),
            (&["rate_limit_error", "rate_limit_exceeded", "tokens", "requests"], 429),
            (&["authentication_error", "invalid_api_key"], 401),
            (&["permission_error"], 403),
            (&["not_found_error", "model_not_found"], 404),
            (&["request_too_large"], 413),
            (&["timeout_error"], 504),
            (&["invalid_request_error"], 400),
        ];
        WORDS.iter().find(|(words, _)| error.says(words)).map_or(500, |(_, status)| *status)
    });
    fault(status, error, None)
}

fn fault(status: u16, error: &ErrorBody, wait_ms: Option<u64>) -> Fault {
    use ErrorKind as K;
    let upstream = |kind, retry, says: &str| Fault::new(kind, says).caused_by(Source::Upstream).with_retry(retry);
    let wait = wait_ms.map_or(Retry::Next, Retry::After);
    let fault = if status == 402
        || error.says(&["insufficient_quota", "billing_error", "insufficient_credits"])
        || (matches!(status, 400 | 403) && error.mentions(&["credit balance is too low"]))
    {
        upstream(K::Forbidden, Retry::Next, "the provider's account has no credit left: top it up or use another key")
    } else if too_long(status, error) {
        Fault::new(K::TooLarge, "the request is larger than the provider's model accepts").with_retry(Retry::Next)
    } else {
        match status {
            401 | 403 => upstream(
                K::Unauthorized,
                Retry::Next,
                "the provider refused Tollkeeper's credential: check its api_key",
            ),
            404 => upstream(K::NotFound, Retry::Next, "the provider does not know this model or path"),
            408 => upstream(K::Timeout, Retry::Same, "the provider timed out waiting for the request"),
            409 => upstream(K::ServerError, Retry::Same, "the provider reported a conflict"),
            429 => upstream(K::RateLimited, wait, "the provider's rate limit is reached"),
            503 | 529 => upstream(K::Overloaded, wait, "the provider is overloaded"),
            504 => upstream(K::Timeout, Retry::Next, "the provider timed out"),
            400..=499 => Fault::new(K::InvalidRequest, "the provider refused the request as invalid"),
            // Anthropic sends its overloaded error under 500 too, in old versions and through clouds.
            500..=599 if error.says(&["overloaded_error"]) => {
                upstream(K::Overloaded, wait, "the provider is overloaded")
            }
            500..=599 => upstream(K::ServerError, Retry::Same, "the provider failed"),
            _ => upstream(K::BadResponse, Retry::Same, "the provider answered with a status that is not its protocol"),
        }
    };
    // What a provider says about our key or account may quote either, and is none of the caller's business.
    let about_us = matches!(fault.kind, K::Unauthorized | K::Forbidden);
    match error.message().filter(|_| !about_us) {
        Some(message) => fault.with_detail(Content::from(message)),
        None => fault,
    }
}

/// Whether a refusal says that the prompt does not fit the model. OpenAI has a code for it, Anthropic only words.
fn too_long(status: u16, error: &ErrorBody) -> bool {
    const PHRASES: [&str; 4] =
        ["prompt is too long", "maximum context length", "context window", "too many total text bytes"];
    status == 413
        || error.says(&["context_length_exceeded", "request_too_large"])
        || (matches!(status, 400 | 422) && error.mentions(&PHRASES))
}

/// Whether an upstream refused a request because of `stream_options`: to be remembered, and asked again without it.
#[must_use]
pub fn is_refusal_of_stream_options(status: u16, body: &[u8]) -> bool {
    if !matches!(status, 400 | 404 | 422 | 501) {
        return false;
    }
    let names_it = |text: &str| text.contains("stream_options") || text.contains("include_usage");
    let error = ErrorBody::read(body);
    match (error.message(), error.param.as_ref().and_then(Value::as_str)) {
        (None, None) => memchr::memmem::find(body, b"stream_options").is_some(),
        (message, param) => message.is_some_and(names_it) || param.is_some_and(names_it),
    }
}

/// The fault of an answer that ended without its end marker.
pub(crate) fn cut_short() -> Fault {
    Fault::new(ErrorKind::BadResponse, "the provider cut its answer short")
}

/// The fault of an answer that is not the provider's protocol; `what` names the part, never its content.
pub(crate) fn not_the_protocol(what: &str) -> Fault {
    Fault::new(ErrorKind::BadResponse, format!("the provider's answer is not its protocol: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, body: &str, kind: ErrorKind, source: Source, retry: Retry) {
        let fault = classify(status, &HeaderMap::new(), body.as_bytes());
        assert_eq!((fault.kind, fault.source_of_fault, fault.retry), (kind, source, retry), "{status} {body}");
        assert_eq!(fault.upstream_status, Some(status));
        assert!(!format!("{fault:?}").contains("canary"));
    }

    #[test]
    fn refusals_are_classified_by_status_type_and_code() {
        use ErrorKind as K;
        use Source::{Client, Upstream};
        let openai = |kind: &str, code: &str| {
            format!(r#"{{"error":{{"message":"canary","type":"{kind}","param":null,"code":"{code}"}}}}"#)
        };
        let anthropic = |kind: &str, message: &str| {
            format!(r#"{{"type":"error","error":{{"type":"{kind}","message":"{message}"}},"request_id":"req_1"}}"#)
        };
        check(400, &openai("invalid_request_error", ""), K::InvalidRequest, Client, Retry::Never);
        check(422, "<html>canary</html>", K::InvalidRequest, Client, Retry::Never);
        check(401, &openai("invalid_request_error", "invalid_api_key"), K::Unauthorized, Upstream, Retry::Next);
        check(403, &anthropic("permission_error", "canary"), K::Unauthorized, Upstream, Retry::Next);
        check(404, &openai("invalid_request_error", "model_not_found"), K::NotFound, Upstream, Retry::Next);
        check(429, &openai("insufficient_quota", "insufficient_quota"), K::Forbidden, Upstream, Retry::Next);
        check(
            400,
            &anthropic("invalid_request_error", "Your credit balance is too low to"),
            K::Forbidden,
            Upstream,
            Retry::Next,
        );
        check(429, &anthropic("rate_limit_error", "canary"), K::RateLimited, Upstream, Retry::Next);
        check(400, &openai("invalid_request_error", "context_length_exceeded"), K::TooLarge, Client, Retry::Next);
        check(
            400,
            &anthropic("invalid_request_error", "prompt is too long: 9 tokens"),
            K::TooLarge,
            Client,
            Retry::Next,
        );
        check(413, &anthropic("request_too_large", "canary"), K::TooLarge, Client, Retry::Next);
        check(408, "", K::Timeout, Upstream, Retry::Same);
        check(409, "", K::ServerError, Upstream, Retry::Same);
        check(500, "canary", K::ServerError, Upstream, Retry::Same);
        check(500, &anthropic("overloaded_error", "Overloaded"), K::Overloaded, Upstream, Retry::Next);
        check(503, "", K::Overloaded, Upstream, Retry::Next);
        check(529, &anthropic("overloaded_error", "Overloaded"), K::Overloaded, Upstream, Retry::Next);
        check(302, "", K::BadResponse, Upstream, Retry::Same);
    }

    #[test]
    fn the_providers_words_go_to_the_detail() {
        let detail = |body: &str| classify(400, &HeaderMap::new(), body.as_bytes()).detail.map(|detail| detail.0);
        assert_eq!(detail(r#"{"error":{"message":"no"}}"#).as_deref(), Some("no"));
        assert_eq!(detail(r#"{"error":"no"}"#).as_deref(), Some("no"));
        assert_eq!(detail(r#"{"object":"error","message":"no","code":400}"#).as_deref(), Some("no"));
        assert_eq!(detail(r#"{"detail":"no"}"#).as_deref(), Some("no"));
        assert_eq!(detail("<html>"), None);
        assert_eq!(detail(r#"{"error":{"message":7,"type":[]}}"#), None);
        let about_our_key = br#"{"error":{"message":"Incorrect API key provided: sk-x","code":"invalid_api_key"}}"#;
        assert_eq!(classify(401, &HeaderMap::new(), about_our_key).detail, None);
    }

    #[test]
    fn the_wait_is_taken_from_the_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", "7".parse().expect("header"));
        assert_eq!(classify(429, &headers, b"").retry, Retry::After(7_000));
        assert_eq!(classify(529, &headers, b"").retry, Retry::After(7_000));
    }

    #[test]
    fn a_refusal_of_stream_options_is_known() {
        let refuses = is_refusal_of_stream_options;
        assert!(refuses(400, br#"{"error":{"message":"Unrecognized request argument supplied: stream_options"}}"#));
        assert!(refuses(422, br#"{"detail":[{"loc":["body","stream_options"],"msg":"extra fields not permitted"}]}"#));
        assert!(refuses(400, br#"{"error":{"message":"bad","param":"stream_options"}}"#));
        assert!(!refuses(400, br#"{"error":{"message":"bad"}}"#));
        assert!(!refuses(429, br#"{"error":{"message":"stream_options"}}"#));
    }
}
