//! The events that follow from a usage event: one performance record per attempt, one error record per failed attempt.

use domain::{Attempt, ErrorCode, EventId, ModelRef, Outcome, TenantId, Timestamp, UsageEvent};
use serde::Serialize;

/// How one attempt did; on [`crate::topics::PERFORMANCE`], keyed by `tenant_id`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PerformanceEvent {
    /// The request.
    pub event_id: EventId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Which attempt, counted from 0. With `event_id` it names the record.
    pub attempt: usize,
    /// When the request was admitted.
    #[serde(serialize_with = "as_text")]
    pub timestamp: Timestamp,
    /// Who was asked, for what.
    #[serde(flatten, serialize_with = "apart")]
    pub target: ModelRef,
    /// From sending to the end, in milliseconds.
    pub latency_ms: u64,
    /// From sending to the first byte of content, in milliseconds.
    pub ttft_ms: Option<u64>,
    /// Output tokens a second after the first one; `None` when too little is known.
    pub tokens_per_s: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether a sandbox answered.
    pub simulated: bool,
}

/// One failed attempt; on [`crate::topics::ERRORS`], keyed by `tenant_id`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ErrorEvent {
    /// The request.
    pub event_id: EventId,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// Which attempt, counted from 0.
    pub attempt: usize,
    /// When the request was admitted.
    #[serde(serialize_with = "as_text")]
    pub timestamp: Timestamp,
    /// Who was asked, for what.
    #[serde(flatten, serialize_with = "apart")]
    pub target: ModelRef,
    /// Why it failed; `unknown` where the producer did not say.
    pub error_code: ErrorCode,
    /// Whether another candidate answered in the end.
    pub recovered: bool,
    /// Whether a sandbox answered.
    pub simulated: bool,
}

fn as_text<S: serde::Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(moment)
}

fn apart<S: serde::Serializer>(target: &ModelRef, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("provider", &target.provider)?;
    map.serialize_entry("model", &target.model)?;
    map.end()
}

/// The attempts of an event; one made from its own fields where its producer lists none.
fn attempts(event: &UsageEvent) -> Vec<Attempt> {
    if !event.attempts.is_empty() {
        return event.attempts.clone();
    }
    if event.cache_hit {
        return Vec::new();
    }
    vec![Attempt {
        target: ModelRef { provider: event.provider.clone(), model: event.model.clone() },
        latency_ms: event.latency_ms,
        ttft_ms: event.ttft_ms,
        outcome: if event.succeeded { Outcome::Ok } else { Outcome::Error },
        error_code: event.error_code.clone(),
        usage: event.usage,
        usage_source: Some(event.usage_source),
    }]
}

/// One record per attempt.
#[must_use]
pub fn performance_events(event: &UsageEvent) -> Vec<PerformanceEvent> {
    let record = |(index, attempt): (usize, Attempt)| PerformanceEvent {
        event_id: event.event_id,
        tenant_id: event.tenant_id,
        attempt: index,
        timestamp: event.timestamp,
        tokens_per_s: tokens_per_s(&attempt),
        target: attempt.target,
        latency_ms: attempt.latency_ms,
        ttft_ms: attempt.ttft_ms,
        outcome: attempt.outcome,
        simulated: event.simulated,
    };
    attempts(event).into_iter().enumerate().map(record).collect()
}

/// One record per failed attempt.
#[must_use]
pub fn error_events(event: &UsageEvent) -> Vec<ErrorEvent> {
    let failed = attempts(event).into_iter().enumerate().filter(|(_, attempt)| attempt.outcome == Outcome::Error);
    failed
        .filter_map(|(index, attempt)| {
            Some(ErrorEvent {
                event_id: event.event_id,
                tenant_id: event.tenant_id,
                attempt: index,
                timestamp: event.timestamp,
                target: attempt.target,
                error_code: attempt.error_code.or_else(|| ErrorCode::new("unknown").ok())?,
                recovered: event.succeeded,
                simulated: event.simulated,
            })
        })
        .collect()
}

/// Output tokens a second after the first one, to three decimals. Known only for streams that ran for some time.
fn tokens_per_s(attempt: &Attempt) -> Option<f64> {
    let after_first_ms = attempt.latency_ms.checked_sub(attempt.ttft_ms?).filter(|ms| *ms > 0)?;
    let after_first = attempt.usage.output.checked_sub(1).filter(|tokens| *tokens > 0)?;
    let per_million_ms = after_first.saturating_mul(1_000_000) / after_first_ms;
    Some(per_million_ms as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(text: &str) -> UsageEvent {
        crate::usage::decode(text.as_bytes(), Timestamp::from_millis(2_000_000_000_000)).expect("valid")
    }

    #[test]
    fn every_attempt_has_its_record_and_failed_ones_have_two() {
        let event = event(include_str!("../fixtures/usage-full.json"));
        let performance = serde_json::to_value(performance_events(&event)).expect("serializes");
        assert_eq!(
            performance[1],
            json!({
                "event_id": "019ab1c2-0000-7000-8000-000000000001",
                "tenant_id": "00000000-0000-4000-8000-000000000002",
                "attempt": 1,
                "timestamp": "2026-11-23T19:08:01.123Z",
                "provider": "anthropic",
                "model": "claude-haiku-4-5",
                "latency_ms": 1500,
                "ttft_ms": 100,
                "tokens_per_s": 177.857,
                "outcome": "ok",
                "simulated": true,
            })
        );
        let errors = serde_json::to_value(error_events(&event)).expect("serializes");
        assert_eq!(
            errors,
            json!([{
                "event_id": "019ab1c2-0000-7000-8000-000000000001",
                "tenant_id": "00000000-0000-4000-8000-000000000002",
                "attempt": 0,
                "timestamp": "2026-11-23T19:08:01.123Z",
                "provider": "openai",
                "model": "gpt-5.4-mini",
                "error_code": "overloaded",
                "recovered": true,
                "simulated": true,
            }])
        );
    }

    #[test]
    fn an_event_without_attempts_counts_as_one() {
        let event = event(include_str!("../fixtures/usage-seed-only.json"));
        let records = performance_events(&event);
        assert_eq!((records.len(), records[0].latency_ms, records[0].tokens_per_s), (1, 890, None));
        assert!(error_events(&event).is_empty());
    }
}
