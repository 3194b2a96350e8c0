//! The health of one model at one provider: its breaker, its rest after a rate limit, its speed and its counts.

use super::breaker::{Admit, Block, Breaker, BreakerSettings, Change, ProbeId, Signal, State};
use super::class::{FaultClass, Observation};
use super::speed::Speed;
use super::{HealthSnapshot, Standing};
use crate::dice::Dice;
use domain::Timestamp;

/// How long a model rests after a rate limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RateLimitSettings {
    /// When the provider does not say. Default 1 s.
    pub default_ms: u64,
    /// The longest, whatever the provider says. Default 5 min.
    pub max_ms: u64,
}

impl Default for RateLimitSettings {
    fn default() -> Self {
        Self { default_ms: 1_000, max_ms: 300_000 }
    }
}

/// The health of one model at one provider.
#[derive(Clone, Debug)]
pub struct CandidateHealth {
    breaker: Breaker,
    limits: RateLimitSettings,
    /// Until when it rests after a rate limit, and since when.
    rest: Option<(Timestamp, Timestamp)>,
    speed: Speed,
    successes: u64,
    failures: u64,
}

impl CandidateHealth {
    /// Of a candidate that was never asked.
    #[must_use]
    pub fn new(breaker: BreakerSettings, limits: RateLimitSettings) -> Self {
        Self {
            breaker: Breaker::new(breaker, Block::Failures),
            limits,
            rest: None,
            speed: Speed::default(),
            successes: 0,
            failures: 0,
        }
    }

    /// The breaker's state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.breaker.state()
    }

    /// Whether that state was found out here; see [`Breaker::is_first_hand`].
    #[must_use]
    pub const fn is_first_hand(&self) -> bool {
        self.breaker.is_first_hand()
    }

    /// Takes another gateway's word that the model does not work; see [`Breaker::heed`].
    pub fn heed(&mut self, now: Timestamp, dice: &mut Dice) -> Option<Change> {
        self.breaker.heed(now, dice)
    }

    /// Complete answers and faults of the provider, since the start.
    #[must_use]
    pub const fn counts(&self) -> (u64, u64) {
        (self.successes, self.failures)
    }

    /// What a plan needs to know.
    #[must_use]
    pub fn snapshot(&self, now: Timestamp) -> HealthSnapshot {
        let standing = match self.resting(now).unwrap_or_else(|| self.breaker.peek(now)) {
            Admit::Yes => Standing::Ready,
            Admit::Probe(_) => Standing::Probing,
            Admit::No { until, block } => Standing::Blocked { until, block },
        };
        HealthSnapshot {
            standing,
            latency_ms: self.speed.latency_ms(),
            ttft_ms: self.speed.ttft_ms(),
            tokens_per_s: self.speed.tokens_per_s(),
            samples: self.speed.samples(),
            measured_at: self.speed.measured_at(),
        }
    }

    /// Lets a request pass or not.
    pub fn admit(&mut self, now: Timestamp) -> (Admit, Option<Change>) {
        match self.resting(now) {
            Some(no) => (no, None),
            None => self.breaker.admit(now),
        }
    }

    /// Frees a probe's place without a result.
    pub fn release(&mut self, probe: ProbeId) {
        self.breaker.release(probe);
    }

    /// Takes in how a request went that was sent at `sent`.
    pub fn on_observation(
        &mut self,
        now: Timestamp,
        sent: Timestamp,
        probe: Option<ProbeId>,
        observation: &Observation,
        dice: &mut Dice,
    ) -> Option<Change> {
        let signal = match *observation {
            Observation::Success { latency_ms, ttft_ms, output_tokens } => {
                self.successes += 1;
                self.speed.add(now, latency_ms, ttft_ms, output_tokens);
                self.rest = self.rest.filter(|(_, since)| sent < *since);
                Signal::Success
            }
            Observation::Failure { class: FaultClass::Provider, retry_after_ms } => {
                self.failures += 1;
                if retry_after_ms.is_some() {
                    self.rest_for(now, retry_after_ms);
                }
                Signal::Failure
            }
            Observation::Failure { class: FaultClass::RateLimit, retry_after_ms } => {
                self.rest_for(now, retry_after_ms);
                Signal::Neutral
            }
            Observation::Failure { class: FaultClass::Nobody | FaultClass::Credential, .. } => Signal::Neutral,
        };
        self.breaker.on_signal(now, sent, probe, signal, dice)
    }

    fn rest_for(&mut self, now: Timestamp, asked_ms: Option<u64>) {
        let rest_ms = asked_ms.unwrap_or(self.limits.default_ms).min(self.limits.max_ms);
        let until = now.plus_millis(i64::try_from(rest_ms).unwrap_or(i64::MAX));
        let later = self.rest.map_or(until, |(until_now, _)| until_now.max(until));
        self.rest = Some((later, now));
    }

    fn resting(&self, now: Timestamp) -> Option<Admit> {
        let (until, since) = self.rest?;
        // Before `since` means that the clock was set back; the rest is then taken as over.
        (since <= now && now < until).then_some(Admit::No { until, block: Block::RateLimited })
    }
}
