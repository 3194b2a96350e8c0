//! What an attempt teaches about a candidate's health, and who is told when a breaker changes.

use crate::run::Ended;
use crate::table::Upstream;
use crate::telemetry;
use domain::{Clock, Fault, Usage};
use routing::{Claim, Dice, Observation, Transition};
use std::sync::Arc;

/// Reports how an attempt went, once.
pub struct Finish {
    claim: Claim,
    upstream: Arc<Upstream>,
    clock: Arc<dyn Clock>,
    dice: Dice,
}

impl Finish {
    /// For this claim.
    pub fn new(claim: Claim, upstream: Arc<Upstream>, clock: Arc<dyn Clock>, dice: Dice) -> Self {
        Self { claim, upstream, clock, dice }
    }

    /// It gave a complete answer.
    pub fn succeeded(self, ended: Ended, usage: &Usage) {
        let Ended { latency_ms, ttft_ms } = ended;
        self.upstream.answered().increment(1);
        self.report(&Observation::Success { latency_ms, ttft_ms, output_tokens: usage.output });
    }

    /// It did not.
    pub fn failed(self, fault: &Fault) {
        let provider = self.upstream.name.to_string();
        metrics::counter!(telemetry::ATTEMPTS, "provider" => provider, "outcome" => fault.kind.code()).increment(1);
        self.report(&Observation::from_fault(fault));
    }

    fn report(mut self, observation: &Observation) {
        let transitions = self.claim.finish(self.clock.now(), observation, &mut self.dice);
        announce(&transitions);
    }
}

/// Counts and logs breaker changes.
pub fn announce(transitions: &[Transition]) {
    for Transition { scope, change } in transitions {
        metrics::counter!(telemetry::BREAKER_CHANGES, "to" => change.to.as_str()).increment(1);
        tracing::warn!(%scope, ?change, "a breaker changed");
    }
}
