//! Events that no request of this process made: they enter the journal as one that was begun and settled at once.

use domain::{ModelRef, UsageEvent};
use events::Intent;

/// The intent that would have stood before the event.
pub fn intent(event: &UsageEvent) -> Intent {
    let first = event.attempts.first().map(|attempt| attempt.target.clone());
    let candidate = first.unwrap_or_else(|| ModelRef { provider: event.provider.clone(), model: event.model.clone() });
    Intent {
        event_id: event.event_id,
        tenant_id: event.tenant_id,
        key_id: event.key_id,
        user_id: event.user_id,
        session_id: event.session_id,
        candidate,
        requested_model: event.requested_model.clone(),
        route: event.route.clone(),
        baseline: event.baseline.clone(),
        request_type: event.request_type,
        routing_strategy: event.routing_strategy.clone(),
        alternative_provider: event.alternative_provider.clone(),
        estimated_input_tokens: event.usage.input_total(),
        streamed: event.streamed.unwrap_or_default(),
        client: event.client.clone(),
        simulated: event.simulated,
        timestamp: event.timestamp,
    }
}
