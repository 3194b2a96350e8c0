//! Envelopes of good, odd and bad bodies.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<Envelope, Fault> {
    Envelope::read(Endpoint::ChatCompletions, &Bytes::from(text.to_owned()))
}

#[test]
fn a_full_body_is_read_in_place() {
    let text = r#" { "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x"}}]},{}],
        "model" : "gpt\u002d5.4", "stream":true, "stream_options": {"include_usage":true}, "max_tokens": 5,
        "max_completion_tokens": 7, "user": "ada", "tools":[{},{},{}], "n": 2, "service_tier": "flex",
        "response_format": {"type":"json_schema","json_schema":{}} } "#;
    let envelope = read(text).expect("valid");
    assert_eq!(envelope.model, "gpt-5.4");
    assert_eq!(&text[envelope.model_range.clone()], r#""gpt\u002d5.4""#);
    let options = envelope.stream_options.clone().expect("there");
    assert_eq!((&text[options.range], options.include_usage), (r#"{"include_usage":true}"#, Some(true)));
    assert!(envelope.stream && envelope.has_images && envelope.has_json_schema && envelope.asks_usage());
    assert_eq!((envelope.messages, envelope.tools, envelope.n), (2, 3, 2));
    assert_eq!(envelope.max_output_tokens, Some(7));
    assert_eq!(envelope.user, Some(Content::from("ada")));
    assert_eq!(envelope.service_tier.as_ref().map(Token::as_str), Some("flex"));
    assert!(envelope.estimated_input_tokens() >= IMAGE_BYTES / BYTES);
}

const BYTES: u64 = crate::progress::BYTES_PER_TOKEN;

#[test]
fn nulls_are_as_good_as_nothing() {
    let envelope = read(
        r#"{"model":"m","stream":null,"stream_options":null,"user":null,"metadata":null,"max_tokens":null,"messages":null,
            "tools":null,"n":null,"service_tier":null,"response_format":null,"max_completion_tokens":null}"#,
    )
    .expect("valid");
    assert!(!envelope.stream && !envelope.has_images && !envelope.has_json_schema && !envelope.asks_usage());
    assert_eq!((envelope.messages, envelope.tools, envelope.n, envelope.max_output_tokens), (0, 0, 1, None));
    assert_eq!(envelope.user, None);
}

#[test]
fn the_user_may_stand_in_metadata() {
    let user = |text| read(text).expect("valid").user;
    assert_eq!(user(r#"{"model":"m","metadata":{"user_id":"u1","x":[1]}}"#), Some(Content::from("u1")));
    assert_eq!(user(r#"{"model":"m","metadata":{"user_id":7}}"#), None);
    assert_eq!(
        user(r#"{"model":"m","safety_identifier":"s1","metadata":{"user_id":"u1"}}"#),
        Some(Content::from("s1"))
    );
}

#[test]
fn what_is_wrong_is_named_and_the_body_is_not_quoted() {
    for (text, says) in [
        ("", "empty"),
        ("  \n", "empty"),
        ("[1]", "not a JSON object"),
        ("canary", "not a JSON object"),
        (r#"{"model":"m","#, "line 1, column 13"),
        ("{\"model\":\"m\",\n \"x\": canary}", "line 2, column 7"),
        (r#"{"model":"m"} canary"#, "line 1, column 15"),
        (r#"{"model":"m","model":"canary"}"#, "given twice"),
        (r#"{"model":"m","canary":1,"c\u0061nary":2}"#, "given twice"),
        (r#"{"messages":[]}"#, "model is missing"),
        (r#"{"model":null}"#, "model is null"),
        (r#"{"model":""}"#, "model is empty"),
        (r#"{"model":["canary"]}"#, "model must be a string"),
        (r#"{"model":"m","stream":"canary"}"#, "stream must be true or false"),
        (r#"{"model":"m","max_tokens":-1}"#, "max_tokens must be a whole number"),
        (r#"{"model":"m","n":1.5}"#, "n must be a whole number"),
        (r#"{"model":"m","messages":{"canary":1}}"#, "messages must be a list"),
        (r#"{"model":"m","tools":"canary"}"#, "tools must be a list"),
        (r#"{"model":"m","stream_options":"canary"}"#, "stream_options must be an object"),
        (r#"{"model":"m","stream_options":{"include_usage":"canary"}}"#, "stream_options must be an object"),
    ] {
        let fault = read(text).expect_err(text);
        assert_eq!(fault.kind, ErrorKind::InvalidRequest);
        assert!(fault.message.contains(says), "{text}: {}", fault.message);
        assert!(!format!("{fault:?}").contains("canary"), "{text}: {fault:?}");
    }
    let broken = Bytes::from_static(b"{\"model\":\"m\",\"user\":\"\xff\"}");
    assert!(Envelope::read(Endpoint::ChatCompletions, &broken).is_err());
    let deep = format!(r#"{{"model":"m","x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&deep).is_ok(), "depth is not our business where bytes pass through");
    let wide: Vec<String> = (0..300).map(|i| format!("\"k{i}\":0")).collect();
    assert!(read(&format!("{{\"model\":\"m\",{}}}", wide.join(","))).expect_err("wide").message.contains("256"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..400) {
        let _ = Envelope::read(Endpoint::Messages, &Bytes::from(bytes));
        let body = r#"{"model":"m","stream_options":{"include_usage":true},"messages":[{"content":[{"type":"image"}]}],"n":1}"#;
        let _ = Envelope::read(Endpoint::Messages, &Bytes::from(body.as_bytes()[..cut.min(body.len())].to_vec()));
    }
}
