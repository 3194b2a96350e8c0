//! What an exchange refuses, forgets and leaves out.

use bytes::Bytes;
use domain::{ErrorKind, Retry, Secret};
use http::HeaderMap;
use wire::{Endpoint, Envelope, Exchange, ExchangeOptions, Upstream, providers};

fn exchange(kind: &str, endpoint: Endpoint, body: &'static str, ask_usage: bool) -> Exchange {
    let body = Bytes::from_static(body.as_bytes());
    let headers = HeaderMap::new();
    let options = ExchangeOptions { ask_usage, max_output_tokens: None, headers: &headers, query: None, now_unix_s: 0 };
    let upstream = Upstream::new(providers::find(kind).expect("kind"), "");
    let envelope = Envelope::read(endpoint, &body).expect("valid");
    wire::exchange(endpoint, upstream, &envelope, &body, "m", &options).expect("can be sent")
}

#[test]
fn an_upstream_that_refuses_the_usage_request_is_asked_without_it() {
    let body = r#"{"model":"x","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"a"}]}"#;
    let sent = exchange("openai-compatible", Endpoint::ChatCompletions, body, false).body.concat();
    assert_eq!(sent, br#"{"model":"m","stream":true,"messages":[{"role":"user","content":"a"}]}"#);

    let body = r#"{"model":"x","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"a"}]}"#;
    let sent = exchange("openai-compatible", Endpoint::Messages, body, false).body.concat();
    assert!(memchr::memmem::find(&sent, b"stream_options").is_none());
}

#[test]
fn the_bytes_of_the_client_are_sliced_and_not_copied() {
    let headers = HeaderMap::new();
    let options =
        ExchangeOptions { ask_usage: true, max_output_tokens: None, headers: &headers, query: None, now_unix_s: 0 };
    let upstream = Upstream::new(providers::find("openai").expect("kind"), "openai");
    let body = Bytes::from(format!(r#"{{"input":"{}","model":"x"}}"#, "a".repeat(1_000)));
    let envelope = Envelope::read(Endpoint::Embeddings, &body).expect("valid");
    let exchange = wire::exchange(Endpoint::Embeddings, upstream, &envelope, &body, "m", &options).expect("sent");
    assert_eq!(exchange.body[0].as_ptr(), body.as_ptr());
    assert_eq!(exchange.body.len(), 3);
}

#[test]
fn a_stream_that_is_none_is_a_bad_response() {
    let exchange = exchange("openai", Endpoint::ChatCompletions, r#"{"model":"x","stream":true}"#, true);
    let mut headers = HeaderMap::new();
    assert!(exchange.check_stream_headers(&headers).is_ok());
    headers.insert("content-type", "Text/Event-Stream; charset=utf-8".parse().expect("header"));
    assert!(exchange.check_stream_headers(&headers).is_ok());
    headers.insert("content-type", "application/json".parse().expect("header"));
    assert_eq!(exchange.check_stream_headers(&headers).expect_err("json").kind, ErrorKind::BadResponse);
}

#[test]
fn nothing_of_the_conversation_prints() {
    let body = r#"{"model":"canary","stream":true,"user":"canary","messages":[{"role":"user","content":"canary"}]}"#;
    let exchange = exchange("openai", Endpoint::ChatCompletions, body, true);
    let envelope = Envelope::read(Endpoint::ChatCompletions, &Bytes::from_static(body.as_bytes())).expect("valid");
    let answer = Bytes::from_static(br#"{"choices":[{"message":{"content":"canary"}}]}"#);
    let full = exchange.decode_full(200, &HeaderMap::new(), answer).expect("an answer");
    assert!(!format!("{exchange:?} {envelope:?} {full:?}").contains("canary"));
}

#[test]
fn a_count_across_dialects_is_answered_here() {
    let openai = Upstream::new(providers::find("openai").expect("kind"), "openai");
    assert!(!openai.supports(Endpoint::CountTokens));
    let body = Bytes::from_static(br#"{"model":"x","messages":[{"role":"user","content":"twelve bytes"}]}"#);
    let envelope = Envelope::read(Endpoint::CountTokens, &body).expect("valid");
    let answer: serde_json::Value = serde_json::from_slice(&wire::estimated_count(&envelope)).expect("json");
    assert_eq!(answer["input_tokens"], envelope.estimated_input_tokens());
}

#[test]
fn a_wait_goes_with_the_refusal() {
    let exchange = exchange("anthropic", Endpoint::Messages, r#"{"model":"x","messages":[]}"#, true);
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", "3".parse().expect("header"));
    let fault = exchange.decode_full(429, &headers, Bytes::new()).expect_err("refused");
    assert_eq!((fault.kind, fault.retry), (ErrorKind::RateLimited, Retry::After(3_000)));
    let mut sent = exchange.headers.clone();
    let upstream = Upstream::new(providers::find("anthropic").expect("kind"), "");
    upstream.authorize(&Secret::new("sk"), &mut sent).expect("valid");
    assert_eq!(
        (&sent["x-api-key"], &sent["anthropic-version"]),
        (&"sk".parse().expect("v"), &"2023-06-01".parse().expect("v"))
    );
}
