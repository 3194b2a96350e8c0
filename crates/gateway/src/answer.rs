//! Answers to clients: headers, errors in the caller's dialect, and the few that need no provider.

use axum::body::Body;
use bytes::Bytes;
use domain::{ErrorKind, EventId, Fault, ModelRef, Retry, Source};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use wire::Dialect;

/// Names the request; equals the event's `event_id`.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-tollkeeper-request-id");
/// Who answered.
pub const PROVIDER: HeaderName = HeaderName::from_static("x-tollkeeper-provider");
/// The model that answered.
pub const MODEL: HeaderName = HeaderName::from_static("x-tollkeeper-model");
/// The route that was named.
pub const ROUTE: HeaderName = HeaderName::from_static("x-tollkeeper-route");
/// How many attempts it took.
pub const ATTEMPTS: HeaderName = HeaderName::from_static("x-tollkeeper-attempts");

/// Headers of a provider's answer that clients read: request ids, limits, and when to come back.
const PASSED_ON: [&str; 4] = ["request-id", "x-request-id", "openai-processing-ms", "openai-version"];
const PASSED_ON_PREFIXES: [&str; 2] = ["x-ratelimit-", "anthropic-ratelimit-"];

/// Who answered, for the headers.
pub struct Served<'a> {
    /// The request.
    pub event_id: EventId,
    /// Who, and what.
    pub target: Option<&'a ModelRef>,
    /// The route.
    pub route: Option<&'a str>,
    /// Attempts made; `None` where the request was not admitted, and so has no row.
    pub attempts: Option<usize>,
}

impl Served<'_> {
    /// Writes the headers.
    pub fn write(&self, headers: &mut HeaderMap) {
        let mut put = |name: HeaderName, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(name, value);
            }
        };
        let mut id = [0; uuid::fmt::Hyphenated::LENGTH];
        put(REQUEST_ID, self.event_id.0.as_hyphenated().encode_lower(&mut id));
        if let Some(target) = self.target {
            put(PROVIDER, target.provider.as_str());
            put(MODEL, target.model.as_str());
        }
        if let Some(route) = self.route {
            put(ROUTE, route);
        }
        if let Some(attempts) = self.attempts {
            headers.insert(ATTEMPTS, HeaderValue::from(attempts));
        }
    }
}

/// A provider's answer for the client. `translated` says that its content type is no longer the provider's.
pub fn relayed(from: &HeaderMap, streamed: bool, translated: bool, served: &Served<'_>, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    for (name, value) in from {
        let text = name.as_str();
        if PASSED_ON.contains(&text) || PASSED_ON_PREFIXES.iter().any(|prefix| text.starts_with(prefix)) {
            headers.append(name.clone(), value.clone());
        }
    }
    let own = if streamed { "text/event-stream; charset=utf-8" } else { "application/json" };
    let theirs = from.get(CONTENT_TYPE).filter(|_| !translated).cloned();
    headers.insert(CONTENT_TYPE, theirs.unwrap_or(HeaderValue::from_static(own)));
    if streamed {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    served.write(headers);
    response
}

/// A fault as the whole answer.
pub fn refused(dialect: Dialect, fault: &Fault, served: &Served<'_>) -> Response<Body> {
    let (status, body) = wire::render_error(dialect, fault, &served.event_id.to_string());
    let mut response = json(status, body);
    // A client that is too slow is told so; a 504 would blame the provider.
    if fault.kind == ErrorKind::Timeout && fault.source_of_fault == Source::Client {
        *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    }
    if let Retry::After(wait_ms) = fault.retry {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_ms.div_ceil(1000)));
    }
    served.write(response.headers_mut());
    response
}

/// A JSON body under a status.
pub fn json(status: u16, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn served(target: Option<&ModelRef>) -> Served<'_> {
        Served { event_id: EventId(Uuid::from_u128(5)), target, route: Some("auto"), attempts: Some(2) }
    }

    #[test]
    fn an_answer_carries_who_gave_it_and_only_what_clients_read_of_the_providers_headers() {
        let target = test_support::target("openai/gpt-5.4");
        let mut from = HeaderMap::new();
        for (name, value) in [
            ("x-request-id", "req_1"),
            ("x-ratelimit-remaining-tokens", "9"),
            ("anthropic-ratelimit-requests-limit", "8"),
            ("content-type", "application/json; charset=utf-8"),
            ("content-length", "1"),
            ("content-encoding", "gzip"),
            ("transfer-encoding", "chunked"),
            ("connection", "close"),
            ("set-cookie", "canary"),
            ("openai-organization", "canary"),
            ("anthropic-organization-id", "canary"),
            ("x-tollkeeper-provider", "canary"),
        ] {
            from.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let response = relayed(&from, false, false, &served(Some(&target)), Body::empty());
        let mut got: Vec<(&str, &str)> =
            response.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text"))).collect();
        got.sort_unstable();
        let expected = [
            ("anthropic-ratelimit-requests-limit", "8"),
            ("content-type", "application/json; charset=utf-8"),
            ("x-ratelimit-remaining-tokens", "9"),
            ("x-request-id", "req_1"),
            ("x-tollkeeper-attempts", "2"),
            ("x-tollkeeper-model", "gpt-5.4"),
            ("x-tollkeeper-provider", "openai"),
            ("x-tollkeeper-request-id", "00000000-0000-0000-0000-000000000005"),
            ("x-tollkeeper-route", "auto"),
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn a_translated_stream_has_a_content_type_of_its_own_and_is_not_stored() {
        let mut from = HeaderMap::new();
        from.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        for (translated, kind) in [(true, "text/event-stream; charset=utf-8"), (false, "text/event-stream")] {
            let response = relayed(&from, true, translated, &served(None), Body::empty());
            assert_eq!(response.headers()[CONTENT_TYPE], kind);
            assert_eq!(response.headers()[CACHE_CONTROL], "no-cache");
            assert!(!response.headers().contains_key(PROVIDER));
        }
    }

    #[test]
    fn a_refusal_says_when_to_come_back_and_whose_fault_slowness_is() {
        let limited = Fault::new(ErrorKind::RateLimited, "x").with_retry(Retry::After(1_200));
        let response = refused(Dialect::OpenAi, &limited, &served(None));
        assert_eq!((response.status().as_u16(), &response.headers()[RETRY_AFTER]), (429, &HeaderValue::from(2)));
        for (source, status) in [(Source::Client, 408), (Source::Upstream, 504)] {
            let slow = Fault::new(ErrorKind::Timeout, "x").caused_by(source);
            assert_eq!(refused(Dialect::Anthropic, &slow, &served(None)).status().as_u16(), status);
        }
    }
}
