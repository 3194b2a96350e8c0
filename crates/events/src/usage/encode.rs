//! A usage event as JSON. The seed's fields always stand, `null` where nothing is known; additions only where they say
//! something.

use crate::topics::SCHEMA_VERSION;
use domain::{Attempt, Usage, UsageEvent};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The event as JSON.
#[must_use]
pub fn encode(event: &UsageEvent) -> Vec<u8> {
    let mut out = Vec::with_capacity(768 + 256 * event.attempts.len());
    encode_into(event, &mut out);
    out
}

/// Appends the event as JSON.
pub fn encode_into(event: &UsageEvent, out: &mut Vec<u8>) {
    // A Vec takes every write and the event has no map with keys that are not text, so this cannot fail.
    let written = serde_json::to_writer(out, &EventJson(event));
    debug_assert!(written.is_ok());
}

struct EventJson<'a>(&'a UsageEvent);

impl Serialize for EventJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let event = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("event_id", &event.event_id)?;
        map.serialize_entry("tenant_id", &event.tenant_id)?;
        map.serialize_entry("user_id", &event.user_id)?;
        map.serialize_entry("session_id", &event.session_id)?;
        map.serialize_entry("timestamp", &format_args!("{}", event.timestamp))?;
        map.serialize_entry("provider", &event.provider)?;
        map.serialize_entry("model", &event.model)?;
        map.serialize_entry("request_type", event.request_type.as_str())?;
        map.serialize_entry("input_tokens", &event.usage.input_total())?;
        map.serialize_entry("output_tokens", &event.usage.output)?;
        map.serialize_entry("latency_ms", &event.latency_ms)?;
        map.serialize_entry("succeeded", &event.succeeded)?;
        map.serialize_entry("error_code", &event.error_code)?;
        map.serialize_entry("routing_strategy", &event.routing_strategy)?;
        map.serialize_entry("alternative_provider", &event.alternative_provider)?;

        some(&mut map, "requested_model", event.requested_model.as_ref())?;
        some(&mut map, "route", event.route.as_ref())?;
        some(&mut map, "baseline_provider", event.baseline.as_ref().map(|baseline| &baseline.provider))?;
        some(&mut map, "baseline_model", event.baseline.as_ref().map(|baseline| &baseline.model))?;
        some(&mut map, "key_id", event.key_id)?;
        some(&mut map, "streamed", event.streamed)?;
        some(&mut map, "ttft_ms", event.ttft_ms)?;
        parts(&mut map, &event.usage)?;
        map.serialize_entry("usage_source", &event.usage_source)?;
        some(&mut map, "service_tier", event.service_tier.as_ref())?;
        some(&mut map, "routing_cost_usd", event.routing_cost.map(|cost| cost.to_string()))?;
        set(&mut map, "cache_hit", event.cache_hit)?;
        set(&mut map, "client_gone", event.client_gone)?;
        if !event.attempts.is_empty() {
            map.serialize_entry("attempts", &Attempts(&event.attempts))?;
        }
        some(&mut map, "client", event.client.as_ref())?;
        set(&mut map, "simulated", event.simulated)?;
        map.serialize_entry("schema_version", &SCHEMA_VERSION)?;
        map.end()
    }
}

/// A list of attempts as JSON.
pub(super) struct Attempts<'a>(pub(super) &'a [Attempt]);

impl Serialize for Attempts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(AttemptJson))
    }
}

/// One attempt as JSON.
struct AttemptJson<'a>(&'a Attempt);

impl Serialize for AttemptJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let attempt = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("provider", &attempt.target.provider)?;
        map.serialize_entry("model", &attempt.target.model)?;
        map.serialize_entry("latency_ms", &attempt.latency_ms)?;
        some(&mut map, "ttft_ms", attempt.ttft_ms)?;
        map.serialize_entry("outcome", &attempt.outcome)?;
        some(&mut map, "error_code", attempt.error_code.as_ref())?;
        map.serialize_entry("input_tokens", &attempt.usage.input_total())?;
        map.serialize_entry("output_tokens", &attempt.usage.output)?;
        parts(&mut map, &attempt.usage)?;
        some(&mut map, "usage_source", attempt.usage_source)?;
        map.end()
    }
}

/// The parts of input and output; a part that is not there is none.
fn parts<M: SerializeMap>(map: &mut M, usage: &Usage) -> Result<(), M::Error> {
    for (name, tokens) in [
        ("cache_read_tokens", usage.cache_read),
        ("cache_write_5m_tokens", usage.cache_write_5m),
        ("cache_write_1h_tokens", usage.cache_write_1h),
        ("reasoning_tokens", usage.reasoning),
    ] {
        if tokens > 0 {
            map.serialize_entry(name, &tokens)?;
        }
    }
    Ok(())
}

fn some<M: SerializeMap, T: Serialize>(map: &mut M, name: &str, value: Option<T>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, &value))
}

fn set<M: SerializeMap>(map: &mut M, name: &str, flag: bool) -> Result<(), M::Error> {
    if flag { map.serialize_entry(name, &true) } else { Ok(()) }
}
