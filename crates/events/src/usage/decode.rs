//! JSON to a usage event, strictly: what is not listed, not whole or not possible is refused with its reason.

use super::fields::{AttemptField, Field};
use super::object::{Object, text};
use super::rejected::{Reason, Rejected};
use crate::topics::SCHEMA_VERSION;
use domain::{
    Attempt, EventId, KeyId, ModelRef, Outcome, Pico, SessionId, TenantId, Timestamp, Usage, UsageEvent, UsageSource,
    UserId,
};
use serde_json::value::RawValue;
use std::str::FromStr;

/// Bytes an event may have. One with the most attempts is below half of it.
pub const MAX_EVENT_BYTES: usize = 64 << 10;
/// Tokens of a class a request may have: ten times the largest context there is.
pub const MAX_TOKENS: u64 = 100_000_000;
/// Milliseconds a request may last: a day.
pub const MAX_LATENCY_MS: u64 = 86_400_000;
/// Milliseconds a producer's clock may be ahead of ours: an hour.
pub const MAX_AHEAD_MS: i64 = 3_600_000;
/// Attempts an event may list.
pub const MAX_ATTEMPTS: usize = 64;
/// Bytes of a caller's own user or session text.
const MAX_DERIVED_BYTES: usize = 512;

/// Why, and in which field.
type Refusal = (Reason, Option<&'static str>);

/// Reads an event that came at `received_at`.
///
/// The seed's fifteen fields suffice. `user_id`, `session_id`, `error_code`, `routing_strategy` and
/// `alternative_provider` may be null or absent. A user or session that is not a UUID becomes one derived from tenant
/// and text. Numbers are JSON integers, `routing_cost_usd` is a decimal string and nothing else, because a JSON number
/// has passed through a float in most producers.
///
/// # Errors
/// The first thing that is wrong. Whether the event is too old is not looked at; see [`check_age`].
pub fn decode(bytes: &[u8], received_at: Timestamp) -> Result<UsageEvent, Rejected> {
    let anonymous = |reason| Rejected { reason, field: None, event_id: None, tenant_id: None };
    if bytes.len() > MAX_EVENT_BYTES {
        return Err(anonymous(Reason::TooLarge));
    }
    let object = std::str::from_utf8(bytes).ok().and_then(Object::<Field>::read);
    let object = object.ok_or_else(|| anonymous(Reason::Malformed))?;
    read_event(&object, received_at).map_err(|(reason, field)| Rejected {
        reason,
        field,
        event_id: object.get(Field::EventId).and_then(parse_text),
        tenant_id: object.get(Field::TenantId).and_then(parse_text),
    })
}

/// Refuses an event from before `oldest`: what is retained, less a margin.
///
/// # Errors
/// [`Reason::TooLate`].
pub fn check_age(event: &UsageEvent, oldest: Timestamp) -> Result<(), Rejected> {
    if event.timestamp >= oldest {
        return Ok(());
    }
    Err(Rejected {
        reason: Reason::TooLate,
        field: Some(Field::Timestamp.name()),
        event_id: Some(event.event_id),
        tenant_id: Some(event.tenant_id),
    })
}

fn read_event(object: &Object<'_, Field>, received_at: Timestamp) -> Result<UsageEvent, Refusal> {
    use Field as F;
    whole(object)?;
    match integer(object.get(F::SchemaVersion), F::SchemaVersion.name())? {
        None | Some(SCHEMA_VERSION) => {}
        Some(version) if version > SCHEMA_VERSION => return Err((Reason::NewerSchema, Some(F::SchemaVersion.name()))),
        Some(_) => return Err((Reason::BadValue, Some(F::SchemaVersion.name()))),
    }
    let tenant_id: TenantId = required(object, F::TenantId)?;
    let timestamp = time(object, received_at)?;
    let usage = Counts {
        input: tokens(object.get(F::InputTokens), F::InputTokens.name())?.ok_or(missing(F::InputTokens))?,
        output: tokens(object.get(F::OutputTokens), F::OutputTokens.name())?.ok_or(missing(F::OutputTokens))?,
        cache_read: tokens(object.get(F::CacheReadTokens), F::CacheReadTokens.name())?.unwrap_or(0),
        cache_write_5m: tokens(object.get(F::CacheWrite5mTokens), F::CacheWrite5mTokens.name())?.unwrap_or(0),
        cache_write_1h: tokens(object.get(F::CacheWrite1hTokens), F::CacheWrite1hTokens.name())?.unwrap_or(0),
        reasoning: tokens(object.get(F::ReasoningTokens), F::ReasoningTokens.name())?.unwrap_or(0),
    }
    .disjoint(F::InputTokens.name(), F::OutputTokens.name())?;
    Ok(UsageEvent {
        event_id: required::<EventId>(object, F::EventId)?,
        tenant_id,
        user_id: derived(object, F::UserId)?.map(|value| UserId::derive(tenant_id, &value)),
        session_id: derived(object, F::SessionId)?.map(|value| SessionId::derive(tenant_id, &value)),
        timestamp,
        provider: required(object, F::Provider)?,
        model: required(object, F::Model)?,
        request_type: required(object, F::RequestType)?,
        usage,
        latency_ms: millis(object.get(F::LatencyMs), F::LatencyMs.name())?.ok_or(missing(F::LatencyMs))?,
        succeeded: flag(object, F::Succeeded)?.ok_or(missing(F::Succeeded))?,
        error_code: optional(object, F::ErrorCode)?,
        routing_strategy: optional(object, F::RoutingStrategy)?,
        alternative_provider: optional(object, F::AlternativeProvider)?,
        requested_model: optional(object, F::RequestedModel)?,
        route: optional(object, F::Route)?,
        baseline: baseline(object)?,
        key_id: optional::<KeyId>(object, F::KeyId)?,
        streamed: flag(object, F::Streamed)?,
        ttft_ms: millis(object.get(F::TtftMs), F::TtftMs.name())?,
        usage_source: source(object.get(F::UsageSource), F::UsageSource.name())?.unwrap_or(UsageSource::Provider),
        service_tier: optional(object, F::ServiceTier)?,
        routing_cost: routing_cost(object)?,
        cache_hit: flag(object, F::CacheHit)?.unwrap_or(false),
        client_gone: flag(object, F::ClientGone)?.unwrap_or(false),
        attempts: object.get(F::Attempts).map_or(Ok(Vec::new()), read_attempts)?,
        client: optional(object, F::Client)?,
        simulated: flag(object, F::Simulated)?.unwrap_or(false),
    })
}

/// Reads a list of attempts.
pub(super) fn read_attempts(list: &str) -> Result<Vec<Attempt>, Refusal> {
    let bad = || (Reason::BadValue, Some(Field::Attempts.name()));
    let list: Vec<&RawValue> = serde_json::from_str(list).map_err(|_| bad())?;
    if list.len() > MAX_ATTEMPTS {
        return Err(bad());
    }
    list.into_iter().map(|attempt| read_attempt(attempt.get())).collect()
}

fn read_attempt(attempt: &str) -> Result<Attempt, Refusal> {
    use AttemptField as F;
    let object = Object::<F>::read(attempt).ok_or((Reason::BadValue, Some(Field::Attempts.name())))?;
    if object.has_unknown {
        return Err((Reason::UnknownField, Some(Field::Attempts.name())));
    }
    if object.twice.is_some() {
        return Err((Reason::DuplicateField, Some(Field::Attempts.name())));
    }
    let count = |field: F| tokens(object.get(field), field.path()).map(|tokens| tokens.unwrap_or(0));
    let usage = Counts {
        input: count(F::InputTokens)?,
        output: count(F::OutputTokens)?,
        cache_read: count(F::CacheReadTokens)?,
        cache_write_5m: count(F::CacheWrite5mTokens)?,
        cache_write_1h: count(F::CacheWrite1hTokens)?,
        reasoning: count(F::ReasoningTokens)?,
    }
    .disjoint(F::InputTokens.path(), F::OutputTokens.path())?;
    let lacks = |field: F| (Reason::MissingField, Some(field.path()));
    let outcome = match parsed::<String>(object.get(F::Outcome), F::Outcome.path())?.as_deref() {
        Some("ok") => Outcome::Ok,
        Some("error") => Outcome::Error,
        Some(_) => return Err((Reason::BadValue, Some(F::Outcome.path()))),
        None => return Err(lacks(F::Outcome)),
    };
    Ok(Attempt {
        target: ModelRef {
            provider: parsed(object.get(F::Provider), F::Provider.path())?.ok_or(lacks(F::Provider))?,
            model: parsed(object.get(F::Model), F::Model.path())?.ok_or(lacks(F::Model))?,
        },
        latency_ms: millis(object.get(F::LatencyMs), F::LatencyMs.path())?.ok_or(lacks(F::LatencyMs))?,
        ttft_ms: millis(object.get(F::TtftMs), F::TtftMs.path())?,
        outcome,
        error_code: parsed(object.get(F::ErrorCode), F::ErrorCode.path())?,
        usage,
        usage_source: source(object.get(F::UsageSource), F::UsageSource.path())?,
    })
}

/// Tokens as events count them: the parts inside the whole.
struct Counts {
    input: u64,
    output: u64,
    cache_read: u64,
    cache_write_5m: u64,
    cache_write_1h: u64,
    reasoning: u64,
}

impl Counts {
    /// As the ledger counts them: each input token in one class. No sum overflows, each count is at most `MAX_TOKENS`.
    fn disjoint(self, input: &'static str, output: &'static str) -> Result<Usage, Refusal> {
        let cached = self.cache_read + self.cache_write_5m + self.cache_write_1h;
        if self.reasoning > self.output {
            return Err((Reason::PartsExceedWhole, Some(output)));
        }
        Ok(Usage {
            input_uncached: self.input.checked_sub(cached).ok_or((Reason::PartsExceedWhole, Some(input)))?,
            cache_read: self.cache_read,
            cache_write_5m: self.cache_write_5m,
            cache_write_1h: self.cache_write_1h,
            output: self.output,
            reasoning: self.reasoning,
        })
    }
}

const fn missing(field: Field) -> Refusal {
    (Reason::MissingField, Some(field.name()))
}

fn whole(object: &Object<'_, Field>) -> Result<(), Refusal> {
    if object.has_unknown {
        return Err((Reason::UnknownField, None));
    }
    object.twice.map_or(Ok(()), |name| Err((Reason::DuplicateField, Some(name))))
}

fn parse_text<T: FromStr>(value: &str) -> Option<T> {
    text(value)?.parse().ok()
}

fn parsed<T: FromStr>(value: Option<&str>, name: &'static str) -> Result<Option<T>, Refusal> {
    value.map(|value| parse_text(value).ok_or((Reason::BadValue, Some(name)))).transpose()
}

fn optional<T: FromStr>(object: &Object<'_, Field>, field: Field) -> Result<Option<T>, Refusal> {
    parsed(object.get(field), field.name())
}

fn required<T: FromStr>(object: &Object<'_, Field>, field: Field) -> Result<T, Refusal> {
    optional(object, field)?.ok_or(missing(field))
}

fn derived(object: &Object<'_, Field>, field: Field) -> Result<Option<String>, Refusal> {
    let value: Option<String> = optional(object, field)?;
    match value {
        Some(value) if value.len() > MAX_DERIVED_BYTES => Err((Reason::BadValue, Some(field.name()))),
        value => Ok(value.filter(|value| !value.is_empty())),
    }
}

fn flag(object: &Object<'_, Field>, field: Field) -> Result<Option<bool>, Refusal> {
    match object.get(field) {
        None => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err((Reason::BadValue, Some(field.name()))),
    }
}

fn integer(value: Option<&str>, name: &'static str) -> Result<Option<u64>, Refusal> {
    value.map(|value| value.parse().map_err(|_| (Reason::BadValue, Some(name)))).transpose()
}

fn millis(value: Option<&str>, name: &'static str) -> Result<Option<u64>, Refusal> {
    match integer(value, name)? {
        Some(ms) if ms > MAX_LATENCY_MS => Err((Reason::BadValue, Some(name))),
        ms => Ok(ms),
    }
}

fn tokens(value: Option<&str>, name: &'static str) -> Result<Option<u64>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err((Reason::BadValue, Some(name)));
    }
    if digits.len() < value.len() && digits.bytes().any(|byte| byte != b'0') {
        return Err((Reason::NegativeTokens, Some(name)));
    }
    // Digits alone fail to parse only when they are too many.
    match digits.parse() {
        Ok(tokens) if tokens <= MAX_TOKENS => Ok(Some(tokens)),
        _ => Err((Reason::AbsurdTokens, Some(name))),
    }
}

fn source(value: Option<&str>, name: &'static str) -> Result<Option<UsageSource>, Refusal> {
    match parsed::<String>(value, name)?.as_deref() {
        None => Ok(None),
        Some("provider") => Ok(Some(UsageSource::Provider)),
        Some("estimated") => Ok(Some(UsageSource::Estimated)),
        Some(_) => Err((Reason::BadValue, Some(name))),
    }
}

fn time(object: &Object<'_, Field>, received_at: Timestamp) -> Result<Timestamp, Refusal> {
    let bad = (Reason::BadTime, Some(Field::Timestamp.name()));
    let value = object.get(Field::Timestamp).ok_or(missing(Field::Timestamp))?;
    let moment = text(value).and_then(|text| Timestamp::parse(&text).ok()).ok_or(bad)?;
    let possible = moment.as_millis() > 0 && moment <= received_at.plus_millis(MAX_AHEAD_MS);
    if possible { Ok(moment) } else { Err(bad) }
}

fn baseline(object: &Object<'_, Field>) -> Result<Option<ModelRef>, Refusal> {
    match (optional(object, Field::BaselineProvider)?, optional(object, Field::BaselineModel)?) {
        (Some(provider), Some(model)) => Ok(Some(ModelRef { provider, model })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(missing(Field::BaselineModel)),
        (None, Some(_)) => Err(missing(Field::BaselineProvider)),
    }
}

fn routing_cost(object: &Object<'_, Field>) -> Result<Option<Pico>, Refusal> {
    let cost: Option<Pico> = optional(object, Field::RoutingCostUsd)?;
    match cost {
        Some(cost) if cost < Pico::ZERO => Err((Reason::BadValue, Some(Field::RoutingCostUsd.name()))),
        cost => Ok(cost),
    }
}
