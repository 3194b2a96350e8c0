//! Requests that were admitted and not settled: how they stand in the journal, and what becomes of them when the process
//! dies.

use crate::log::{AttemptStarted, Intent};
use crate::usage::MAX_TOKENS;
use domain::{Attempt, ErrorCode, ErrorKind, EventId, Outcome, Usage, UsageEvent, UsageSource};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashMap;

/// An admitted request, as the texts of its records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OpenRequest {
    pub(super) intent: Box<[u8]>,
    /// The last attempt's record; it names the ones before.
    pub(super) attempt: Option<Box<[u8]>>,
}

/// All admitted requests.
pub(super) type OpenRequests = HashMap<EventId, OpenRequest>;

/// Appends a record's text.
pub(super) fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    // A Vec takes every write, and the records have no map with keys that are not text.
    let written = serde_json::to_writer(out, value);
    debug_assert!(written.is_ok());
}

/// Appends a checkpoint's text: a list of pairs, intent and last attempt or null.
pub(super) fn write_checkpoint(open: &OpenRequests, out: &mut Vec<u8>) {
    out.push(b'[');
    for (place, request) in open.values().enumerate() {
        out.extend_from_slice(if place > 0 { b",[" } else { b"[" });
        out.extend_from_slice(&request.intent);
        out.push(b',');
        out.extend_from_slice(request.attempt.as_deref().unwrap_or(b"null"));
        out.push(b']');
    }
    out.push(b']');
}

/// Reads a checkpoint's text; `None` when it is not one.
pub(super) fn read_checkpoint(payload: &[u8]) -> Option<OpenRequests> {
    let pairs: Vec<(&RawValue, Option<&RawValue>)> = serde_json::from_slice(payload).ok()?;
    let boxed = |text: &RawValue| text.get().as_bytes().to_vec().into_boxed_slice();
    pairs
        .into_iter()
        .map(|(intent, attempt)| {
            let request = OpenRequest { intent: boxed(intent), attempt: attempt.map(boxed) };
            Some((read_intent(&request.intent)?.event_id, request))
        })
        .collect()
}

/// Reads an intent's text.
pub(super) fn read_intent(payload: &[u8]) -> Option<Intent> {
    serde_json::from_slice(payload).ok()
}

/// Reads an attempt's text.
pub(super) fn read_attempt(payload: &[u8]) -> Option<AttemptStarted> {
    serde_json::from_slice(payload).ok()
}

/// The event of a request that the process did not live to settle.
///
/// Its tokens are the estimated input of the attempt that ran, output unknown and 0; its latency reaches from admission
/// to the start of that attempt, the last that is known of it.
pub(super) fn interrupted(intent: Intent, last: Option<AttemptStarted>) -> UsageEvent {
    let code = ErrorCode::new(ErrorKind::Interrupted.code()).ok();
    let usage = Usage { input_uncached: intent.estimated_input_tokens.min(MAX_TOKENS), ..Usage::default() };
    let running_since = last.as_ref().map_or(intent.timestamp, |last| last.at);
    let latency_ms = u64::try_from(running_since.as_millis() - intent.timestamp.as_millis()).unwrap_or(0);
    let (target, mut attempts, alternative_provider, simulated) = match last {
        Some(last) => (last.target, last.finished, last.alternative_provider, last.simulated),
        None => (intent.candidate, Vec::new(), intent.alternative_provider, intent.simulated),
    };
    attempts.push(Attempt {
        target: target.clone(),
        latency_ms: 0,
        ttft_ms: None,
        outcome: Outcome::Error,
        error_code: code.clone(),
        usage,
        usage_source: Some(UsageSource::Estimated),
    });
    UsageEvent {
        event_id: intent.event_id,
        tenant_id: intent.tenant_id,
        user_id: intent.user_id,
        session_id: intent.session_id,
        timestamp: intent.timestamp,
        provider: target.provider,
        model: target.model,
        request_type: intent.request_type,
        usage,
        latency_ms,
        succeeded: false,
        error_code: code,
        routing_strategy: intent.routing_strategy,
        alternative_provider,
        requested_model: intent.requested_model,
        route: intent.route,
        baseline: intent.baseline,
        key_id: intent.key_id,
        streamed: Some(intent.streamed),
        ttft_ms: None,
        usage_source: UsageSource::Estimated,
        service_tier: None,
        routing_cost: None,
        cache_hit: false,
        client_gone: false,
        attempts,
        client: intent.client,
        simulated,
    }
}
