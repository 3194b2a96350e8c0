//! Strategies for proptest: any event that is valid, small enough that its cost fits a row.

use crate::{event, target, tenant, token};
use domain::{Attempt, ErrorCode, ModelRef, Outcome, Pico, RequestType, RouteName, Usage, UsageEvent, UsageSource};
use proptest::option;
use proptest::prelude::*;

/// Tokens in every class, up to `most` each, reasoning a part of output.
pub fn any_usage(most: u64) -> impl Strategy<Value = Usage> {
    (0..=most, 0..=most, 0..=most, 0..=most, 0..=most, 0..=most).prop_map(|(a, b, c, d, output, reasoning)| Usage {
        input_uncached: a,
        cache_read: b,
        cache_write_5m: c,
        cache_write_1h: d,
        output,
        reasoning: reasoning.min(output),
    })
}

/// One of the models of `price_book()`, or one that has no price.
pub fn any_target() -> impl Strategy<Value = ModelRef> {
    prop::sample::select(vec![
        "openai/gpt-5.4",
        "openai/gpt-5.4-mini",
        "azure/gpt-5.4",
        "anthropic/claude-haiku-4-5",
        "openai/no-price",
    ])
    .prop_map(target)
}

/// One attempt with its own outcome, billed or not.
pub fn any_attempt() -> impl Strategy<Value = Attempt> {
    let code = prop::sample::select(vec!["timeout", "rate_limited", "server_error", "client_gone", "invalid_request"]);
    let source = option::of(prop::sample::select(vec![UsageSource::Provider, UsageSource::Estimated]));
    (any_target(), 0..600_000_u64, option::of(0..60_000_u64), any::<bool>(), code, any_usage(300_000), source).prop_map(
        |(target, latency_ms, ttft_ms, ok, code, usage, usage_source)| Attempt {
            target,
            latency_ms,
            ttft_ms,
            outcome: if ok { Outcome::Ok } else { Outcome::Error },
            error_code: if ok { None } else { ErrorCode::new(code).ok() },
            usage: if usage_source.is_some() { usage } else { Usage::default() },
            usage_source,
        },
    )
}

/// Any valid event of `tenant(1)` to `tenant(3)`: every kind, with and without attempts, baselines, tiers and faults.
/// Its final attempt, where it has attempts, agrees with its own provider, model and tokens.
pub fn any_event() -> impl Strategy<Value = UsageEvent> {
    let shape = (any::<u32>(), 1..=3_u64, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let kind = prop::sample::select(vec![RequestType::Chat, RequestType::Completion, RequestType::Embedding]);
    let models = (option::of(any_target()), option::of(any_target()), prop::bool::weighted(0.1));
    let extras = (option::of(0..1_000_000_000_i64), option::of(prop::sample::select(vec!["batch", "priority"])));
    (shape, kind, models, extras, prop::collection::vec(any_attempt(), 0..4)).prop_map(
        |(
            (seed, owner, streamed, gone, named, other_estimated),
            kind,
            (requested, baseline, cache_hit),
            extras,
            tries,
        )| {
            let mut event = event(u64::from(seed));
            event.tenant_id = tenant(owner);
            event.request_type = kind;
            event.streamed = Some(streamed);
            event.client_gone = gone;
            event.requested_model = requested;
            event.route = if named { None } else { RouteName::new("auto").ok() };
            event.baseline = baseline;
            event.cache_hit = cache_hit;
            event.routing_cost = extras.0.map(Pico);
            event.service_tier = extras.1.map(token);
            if other_estimated {
                event.usage_source = UsageSource::Estimated;
            }
            if let Some(last) = tries.last() {
                event.provider = last.target.provider.clone();
                event.model = last.target.model.clone();
                event.usage = last.usage;
                event.usage_source = last.usage_source.unwrap_or(UsageSource::Estimated);
                event.succeeded = last.outcome == Outcome::Ok;
                event.error_code = last.error_code.clone();
                event.ttft_ms = last.ttft_ms;
                event.latency_ms = tries.iter().map(|attempt| attempt.latency_ms).sum();
            }
            event.attempts = tries;
            event
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn events_agree_with_their_final_attempt(event in any_event()) {
            if let Some(last) = event.attempts.last() {
                prop_assert_eq!(&last.target.model, &event.model);
                prop_assert_eq!(last.usage, event.usage);
                prop_assert_eq!(last.outcome == Outcome::Ok, event.succeeded);
            }
            prop_assert!(event.usage.reasoning <= event.usage.output);
        }
    }
}
