//! Usage events built from a number. Fields are public: change what a test is about with struct update syntax.

use domain::{
    Attempt, ErrorCode, EventId, KeyId, ModelName, ModelRef, Outcome, ProviderName, RequestType, TenantId, Timestamp,
    Token, Usage, UsageEvent, UsageSource, UserId,
};
use uuid::Uuid;

/// The moment that an RFC 3339 text names.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|error| panic!("`{text}` is not a moment: {error}"))
}

/// Tenant number `n`.
#[must_use]
pub fn tenant(n: u64) -> TenantId {
    TenantId(Uuid::from_u128(0x7e4a_4700_0000_4000_8000_0000_0000_0000 | u128::from(n)))
}

/// A provider's name.
///
/// # Panics
/// When the text is no provider name.
#[must_use]
pub fn provider(text: &str) -> ProviderName {
    ProviderName::new(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// A model's name.
///
/// # Panics
/// When the text is no model name.
#[must_use]
pub fn model(text: &str) -> ModelName {
    ModelName::new(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// A short word.
///
/// # Panics
/// When the text is no token.
#[must_use]
pub fn token(text: &str) -> Token {
    Token::new(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// `provider/model`.
///
/// # Panics
/// When the text is not that.
#[must_use]
pub fn target(text: &str) -> ModelRef {
    text.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// Event number `seed`: a chat that succeeded at the model it named, `openai/gpt-5.4-mini`, with one attempt.
///
/// It belongs to `tenant(1)` and happened `seed` seconds after 2026-11-02T10:00:00Z; its tokens, latency and ids follow
/// from `seed`.
#[must_use]
pub fn event(seed: u64) -> UsageEvent {
    let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let seconds = i64::try_from(seed % 1_000_000_000).unwrap_or(0);
    let timestamp = at("2026-11-02T10:00:00Z").plus_millis(seconds * 1_000);
    let usage = Usage { input_uncached: 100 + mixed % 900, output: 10 + (mixed >> 20) % 290, ..Usage::default() };
    let latency_ms = 200 + (mixed >> 40) % 2_000;
    let named = target("openai/gpt-5.4-mini");
    let mut random = [0_u8; 10];
    random[2..].copy_from_slice(&seed.to_be_bytes());
    UsageEvent {
        event_id: EventId::from_parts(timestamp, random),
        tenant_id: tenant(1),
        user_id: Some(UserId(Uuid::from_u128(0xda_0000 + u128::from(seed % 5)))),
        session_id: None,
        timestamp,
        provider: named.provider.clone(),
        model: named.model.clone(),
        request_type: RequestType::Chat,
        usage,
        latency_ms,
        succeeded: true,
        error_code: None,
        routing_strategy: Some(token("direct")),
        alternative_provider: None,
        requested_model: Some(named.clone()),
        route: None,
        baseline: None,
        key_id: Some(KeyId(Uuid::from_u128(0x4e_0000 + u128::from(seed % 3)))),
        streamed: Some(false),
        ttft_ms: None,
        usage_source: UsageSource::Provider,
        service_tier: None,
        routing_cost: None,
        cache_hit: false,
        client_gone: false,
        attempts: vec![Attempt {
            target: named,
            latency_ms,
            ttft_ms: None,
            outcome: Outcome::Ok,
            error_code: None,
            usage,
            usage_source: Some(UsageSource::Provider),
        }],
        client: Some(token("curl/8.5.0")),
        simulated: false,
    }
}

/// Event number `seed`, failed upstream with nothing billed.
///
/// # Panics
/// When `code` is no error code.
#[must_use]
pub fn failed_event(seed: u64, code: &str) -> UsageEvent {
    let code = ErrorCode::new(code).unwrap_or_else(|error| panic!("`{code}`: {error}"));
    let mut event = event(seed);
    event.succeeded = false;
    event.error_code = Some(code.clone());
    event.usage = Usage::default();
    for attempt in &mut event.attempts {
        attempt.outcome = Outcome::Error;
        attempt.error_code = Some(code.clone());
        attempt.usage = Usage::default();
        attempt.usage_source = None;
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_event_and_another_another() {
        assert_eq!(event(7), event(7));
        assert_ne!(event(7).event_id, event(8).event_id);
        assert!(!failed_event(7, "timeout").succeeded);
    }
}
