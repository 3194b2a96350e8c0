//! The event's JSON form: golden texts, refusals by reason, and what must always hold.

use super::{Reason, check_age, decode, encode, salvage};
use domain::{
    Attempt, ErrorCode, EventId, KeyId, ModelRef, Outcome, Pico, RequestType, SessionId, TenantId, Timestamp, Token,
    Usage, UsageEvent, UsageSource, UserId,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const SEED_ONLY: &str = include_str!("../../fixtures/usage-seed-only.json");
const FULL: &str = include_str!("../../fixtures/usage-full.json");
const SEED_FIELDS: [&str; 15] = [
    "event_id",
    "tenant_id",
    "user_id",
    "session_id",
    "timestamp",
    "provider",
    "model",
    "request_type",
    "input_tokens",
    "output_tokens",
    "latency_ms",
    "succeeded",
    "error_code",
    "routing_strategy",
    "alternative_provider",
];

fn received() -> Timestamp {
    Timestamp::parse("2026-11-23T20:00:00Z").expect("valid")
}

fn model(text: &str) -> ModelRef {
    text.parse().expect("valid")
}

/// The event of `fixtures/usage-full.json`.
fn full() -> UsageEvent {
    let usage = Usage {
        input_uncached: 100,
        cache_read: 800,
        cache_write_5m: 60,
        cache_write_1h: 40,
        output: 250,
        reasoning: 50,
    };
    UsageEvent {
        event_id: EventId(Uuid::from_u128(0x019a_b1c2_0000_7000_8000_0000_0000_0001)),
        tenant_id: TenantId(Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0002)),
        user_id: Some(UserId(Uuid::from_u128(3))),
        session_id: Some(SessionId(Uuid::from_u128(4))),
        timestamp: Timestamp::parse("2026-11-23T19:08:01.123Z").expect("valid"),
        provider: "anthropic".parse().expect("valid"),
        model: "claude-haiku-4-5".parse().expect("valid"),
        request_type: RequestType::Chat,
        usage,
        latency_ms: 1834,
        succeeded: true,
        error_code: None,
        routing_strategy: Some(Token::new("cost_optimized").expect("valid")),
        alternative_provider: Some("openai".parse().expect("valid")),
        requested_model: Some(model("openai/gpt-5.4")),
        route: Some("auto".parse().expect("valid")),
        baseline: Some(model("openai/gpt-5.4")),
        key_id: Some(KeyId(Uuid::from_u128(5))),
        streamed: Some(true),
        ttft_ms: Some(412),
        usage_source: UsageSource::Provider,
        service_tier: Some(Token::new("standard").expect("valid")),
        routing_cost: Some(Pico(1_500_000)),
        cache_hit: false,
        client_gone: true,
        attempts: vec![
            Attempt {
                target: model("openai/gpt-5.4-mini"),
                latency_ms: 300,
                ttft_ms: None,
                outcome: Outcome::Error,
                error_code: Some(ErrorCode::new("overloaded").expect("valid")),
                usage: Usage::default(),
                usage_source: None,
            },
            Attempt {
                target: model("anthropic/claude-haiku-4-5"),
                latency_ms: 1500,
                ttft_ms: Some(100),
                outcome: Outcome::Ok,
                error_code: None,
                usage,
                usage_source: Some(UsageSource::Provider),
            },
        ],
        client: Some(Token::new("claude-cli/2.1").expect("valid")),
        simulated: true,
    }
}

fn seed_only() -> Value {
    serde_json::from_str(SEED_ONLY).expect("valid")
}

fn with(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut event = seed_only();
    change(&mut event);
    event.to_string().into_bytes()
}

#[test]
fn the_full_event_has_its_golden_form_and_reads_back() {
    let encoded: Value = serde_json::from_slice(&encode(&full())).expect("valid");
    let golden: Value = serde_json::from_str(FULL).expect("valid");
    assert_eq!(encoded, golden);
    // `Value` forgets the order of names; the text must keep it.
    let text = String::from_utf8(encode(&full())).expect("utf-8");
    let places: Vec<_> = SEED_FIELDS.iter().map(|name| text.find(&format!("\"{name}\":")).expect(name)).collect();
    assert!(places.is_sorted(), "{text}");
    assert_eq!(decode(FULL.as_bytes(), received()), Ok(full()));
}

#[test]
fn the_seeds_fifteen_fields_are_an_event() {
    let event = decode(SEED_ONLY.as_bytes(), received()).expect("valid");
    assert_eq!((event.usage.input_total(), event.usage.output), (1200, 350));
    assert_eq!(event.usage_source, UsageSource::Provider);
    assert!(event.attempts.is_empty() && !event.simulated && event.routing_cost.is_none());
    assert_eq!(event.timestamp.to_string(), "2026-11-23T19:00:00.123Z", "cut to milliseconds");
    for name in ["user_id", "session_id", "error_code", "routing_strategy", "alternative_provider"] {
        let absent = with(|event| drop(event.as_object_mut().expect("object").remove(name)));
        let null = with(|event| event[name] = Value::Null);
        assert!(decode(&absent, received()).is_ok(), "{name} absent");
        assert_eq!(decode(&absent, received()), decode(&null, received()), "{name} null");
    }
    for name in SEED_FIELDS {
        if ["user_id", "session_id", "error_code", "routing_strategy", "alternative_provider"].contains(&name) {
            continue;
        }
        let absent = with(|event| drop(event.as_object_mut().expect("object").remove(name)));
        let error = decode(&absent, received()).expect_err(name);
        assert_eq!((error.reason, error.field), (Reason::MissingField, Some(name)));
    }
}

#[test]
fn users_and_sessions_that_are_not_ids_become_ids() {
    let event = decode(&with(|event| event["user_id"] = json!("ada@example.org")), received()).expect("valid");
    assert_eq!(event.user_id, Some(UserId::derive(event.tenant_id, "ada@example.org")));
}

#[test]
fn what_is_wrong_is_refused_with_its_reason_and_without_its_content() {
    let cases: Vec<(Value, &str, Reason)> = vec![
        (json!("canary"), "input_tokens", Reason::BadValue),
        (json!(-5), "input_tokens", Reason::NegativeTokens),
        (json!(-1), "output_tokens", Reason::NegativeTokens),
        (json!(1.5), "output_tokens", Reason::BadValue),
        (json!(100_000_001_u64), "input_tokens", Reason::AbsurdTokens),
        (json!(1e30), "input_tokens", Reason::BadValue),
        (json!(u64::MAX), "output_tokens", Reason::AbsurdTokens),
        (json!(1201), "cache_read_tokens", Reason::PartsExceedWhole),
        (json!(351), "reasoning_tokens", Reason::PartsExceedWhole),
        (json!("canary canary"), "model", Reason::BadValue),
        (json!("Canary"), "provider", Reason::BadValue),
        (json!({"canary": 1}), "model", Reason::BadValue),
        (json!("summarize"), "request_type", Reason::BadValue),
        (json!("yes"), "succeeded", Reason::BadValue),
        (json!(-1), "latency_ms", Reason::BadValue),
        (json!(86_400_001), "latency_ms", Reason::BadValue),
        (json!("yesterday"), "timestamp", Reason::BadTime),
        (json!("2026-11-23T21:00:00.001Z"), "timestamp", Reason::BadTime),
        (json!("1969-11-23T21:00:00.001Z"), "timestamp", Reason::BadTime),
        (json!(0.01), "routing_cost_usd", Reason::BadValue),
        (json!("-0.01"), "routing_cost_usd", Reason::BadValue),
        (json!("guessed"), "usage_source", Reason::BadValue),
        (json!(2), "schema_version", Reason::NewerSchema),
        (json!(0), "schema_version", Reason::BadValue),
        (json!([{"canary": 1}]), "attempts", Reason::UnknownField),
        (json!(["canary"]), "attempts", Reason::BadValue),
        (json!("canary"), "attempts", Reason::BadValue),
        (json!("openai"), "baseline_provider", Reason::MissingField),
        (json!("canary"), "event_id", Reason::BadValue),
        (json!("canary canary"), "client", Reason::BadValue),
    ];
    for (value, name, reason) in cases {
        let bytes = with(|event| event[name] = value.clone());
        let error = decode(&bytes, received()).expect_err(name);
        assert_eq!(error.reason, reason, "{name} = {value}");
        assert!(error.field.is_some(), "{name}");
        assert!(error.tenant_id.is_some());
        assert!(!format!("{error} {error:?}").to_lowercase().contains("canary"));
        assert!(!String::from_utf8(salvage(&bytes)).expect("utf-8").to_lowercase().contains("canary"));
    }
    let prompt = with(|event| event["prompt_canary"] = json!("canary"));
    let error = decode(&prompt, received()).expect_err("unknown");
    assert_eq!((error.reason, error.field), (Reason::UnknownField, None));
    assert!(!format!("{error} {error:?}").contains("canary"));
    let kept = salvage(&prompt);
    assert_eq!(decode(&kept, received()), decode(SEED_ONLY.as_bytes(), received()), "what is listed is kept");
}

#[test]
fn what_is_not_one_object_is_malformed() {
    let twice = SEED_ONLY.trim_end().replacen('{', r#"{"model":"a","#, 1);
    let error = decode(twice.as_bytes(), received()).expect_err("twice");
    assert_eq!((error.reason, error.field), (Reason::DuplicateField, Some("model")));
    for text in ["", "[]", "null", "{", "{\"model\":", "7", "{} {}", "\u{feff}{}"] {
        assert_eq!(decode(text.as_bytes(), received()).expect_err(text).reason, Reason::Malformed, "{text:?}");
        assert_eq!(salvage(text.as_bytes()), b"{}");
    }
    assert_eq!(decode(&[0xff, 0xfe], received()).expect_err("not UTF-8").reason, Reason::Malformed);
    let large = format!("{{\"model\":\"{}\"}}", "x".repeat(super::MAX_EVENT_BYTES));
    assert_eq!(decode(large.as_bytes(), received()).expect_err("large").reason, Reason::TooLarge);
}

#[test]
fn what_is_older_than_retained_is_too_late() {
    let event = full();
    assert_eq!(check_age(&event, event.timestamp), Ok(()));
    let error = check_age(&event, event.timestamp.plus_millis(1)).expect_err("older");
    assert_eq!((error.reason, error.event_id), (Reason::TooLate, Some(event.event_id)));
}

fn any_usage() -> impl Strategy<Value = Usage> {
    (0u64..1_000_000, 0u64..1_000_000, 0u64..1000, 0u64..1000, 0u64..100_000, 0u64..100_000).prop_map(
        |(input_uncached, cache_read, cache_write_5m, cache_write_1h, output, reasoning)| Usage {
            input_uncached,
            cache_read,
            cache_write_5m,
            cache_write_1h,
            output,
            reasoning: reasoning.min(output),
        },
    )
}

proptest! {
    #[test]
    fn every_event_survives_encode_and_decode(
        usage in any_usage(), id: u128, tenant: u128, user in proptest::option::of(any::<u128>()), latency in 0u64..1_000_000,
        flags in any::<[bool; 5]>(), attempts in 0usize..5, cost in proptest::option::of(0i64..i64::MAX), known: bool,
    ) {
        let mut event = full();
        event.usage = usage;
        event.event_id = EventId(Uuid::from_u128(id));
        event.tenant_id = TenantId(Uuid::from_u128(tenant));
        event.user_id = user.map(|user| UserId(Uuid::from_u128(user)));
        event.latency_ms = latency;
        event.routing_cost = cost.map(Pico);
        [event.succeeded, event.cache_hit, event.client_gone, event.simulated] = [flags[0], flags[1], flags[2], flags[3]];
        event.attempts = event.attempts.iter().cycle().take(attempts).cloned().collect();
        if !known {
            (event.baseline, event.key_id, event.streamed, event.client, event.service_tier) = (None, None, None, None, None);
            (event.routing_strategy, event.alternative_provider, event.ttft_ms) = (None, None, None);
        }
        prop_assert_eq!(decode(&encode(&event), received()), Ok(event));
    }

    #[test]
    fn no_text_panics_the_decoder(bytes in proptest::collection::vec(any::<u8>(), 0..300), cut in 0usize..2000, at: usize, byte: u8) {
        let _ = (decode(&bytes, received()), salvage(&bytes));
        let golden = FULL.as_bytes();
        let _ = decode(&golden[..cut.min(golden.len())], received());
        let mut flipped = golden.to_vec();
        let at = at % flipped.len();
        flipped[at] = byte;
        let _ = (decode(&flipped, received()), salvage(&flipped));
    }
}
