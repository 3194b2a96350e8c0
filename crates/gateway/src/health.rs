//! What an attempt teaches about a candidate's health, and who is told when a breaker changes.

use crate::run::Ended;
use crate::telemetry;
use domain::{Clock, Fault, Usage};
use routing::{Claim, Dice, Observation, Transition};
use std::sync::Arc;

/// Reports how an attempt went, once.
pub struct Finish {
    claim: Claim,
    provider: domain::ProviderName,
    clock: Arc<dyn Clock>,
    dice: Dice,
}

impl Finish {
    /// For this claim.
    pub fn new(claim: Claim, provider: domain::ProviderName, clock: Arc<dyn Clock>, dice: Dice) -> Self {
        Self { claim, provider, clock, dice }
    }

    /// It gave a complete answer.
    pub fn succeeded(self, ended: Ended, usage: &Usage) {
        let Ended { latency_ms, ttft_ms } = ended;
        self.report(&Observation::Success { latency_ms, ttft_ms, output_tokens: usage.output }, "ok");
    }

    /// It did not.
    pub fn failed(self, fault: &Fault) {
        self.report(&Observation::from_fault(fault), fault.kind.code());
    }

    fn report(mut self, observation: &Observation, outcome: &'static str) {
        metrics::counter!(telemetry::ATTEMPTS, "provider" => self.provider.to_string(), "outcome" => outcome)
            .increment(1);
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
