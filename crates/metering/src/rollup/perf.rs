//! What one event says about providers: each attempt answers for its own.

use super::{PerfDims, PerfMeasures, is_client_fault};
use domain::{Attempt, ErrorKind, ModelRef, Outcome, UsageEvent, UsageSource};

/// One line an attempt. An event without attempts counts as one attempt; one that a response cache answered as none.
#[must_use]
pub fn perf_contributions(event: &UsageEvent) -> Vec<(PerfDims, PerfMeasures)> {
    let streamed = event.streamed == Some(true);
    if !event.attempts.is_empty() {
        return event.attempts.iter().map(|attempt| line(attempt, streamed)).collect();
    }
    if event.cache_hit {
        return Vec::new();
    }
    let whole = Attempt {
        target: ModelRef { provider: event.provider.clone(), model: event.model.clone() },
        latency_ms: event.latency_ms,
        ttft_ms: event.ttft_ms,
        outcome: if event.succeeded { Outcome::Ok } else { Outcome::Error },
        error_code: event.error_code.clone(),
        usage: event.usage,
        usage_source: Some(UsageSource::Provider),
    };
    vec![line(&whole, streamed)]
}

fn line(attempt: &Attempt, streamed: bool) -> (PerfDims, PerfMeasures) {
    let dims = PerfDims { provider: attempt.target.provider.clone(), model: attempt.target.model.clone() };
    let mut measures = PerfMeasures { attempts: 1, ..PerfMeasures::default() };
    if attempt.outcome == Outcome::Ok {
        measures.succeeded = 1;
        measures.output_tokens = attempt.usage.output;
        measures.latency_ms.record(attempt.latency_ms);
        if let Some(ttft_ms) = attempt.ttft_ms.filter(|_| streamed) {
            measures.ttft_ms.record(ttft_ms);
            // The speed of generation, after the first token. An answer that came in one piece has none.
            let generating_ms = attempt.latency_ms.saturating_sub(ttft_ms);
            if generating_ms > 0 && attempt.usage.output > 0 {
                let x10 = u128::from(attempt.usage.output) * 10_000 / u128::from(generating_ms);
                measures.tokens_per_s_x10.record(u64::try_from(x10).unwrap_or(u64::MAX));
            }
        }
        return (dims, measures);
    }
    let is = |kind: ErrorKind| attempt.error_code.as_ref().is_some_and(|code| code.as_str() == kind.code());
    if attempt.error_code.as_ref().is_some_and(is_client_fault) {
        measures.failed_client = 1;
    } else {
        measures.failed_other = 1;
        measures.rate_limited = u64::from(is(ErrorKind::RateLimited));
        measures.timed_out = u64::from(is(ErrorKind::Timeout));
    }
    (dims, measures)
}
