//! How candidates are doing: speed, success, and the breakers that keep requests away from what is broken.

mod board;
mod breaker;
mod candidate;
mod class;
mod speed;
mod window;

#[cfg(test)]
mod tests;

pub use board::{Claim, HealthBoard, HealthSettings, TargetHealth};
pub use breaker::{Admit, Block, Breaker, BreakerSettings, Change, ProbeId, Signal, State};
pub use candidate::{CandidateHealth, RateLimitSettings};
pub use class::{FaultClass, Observation};

use domain::{ModelRef, ProviderName, Timestamp};
use std::fmt;

/// Whether a candidate may be asked, as far as can be said without claiming a probe.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Yes.
    Ready,
    /// A few requests may find out whether it is back; a claim decides which.
    Probing,
    /// No.
    Blocked {
        /// Until when.
        until: Timestamp,
        /// Why.
        block: Block,
    },
}

/// What a plan needs to know of a candidate's health.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HealthSnapshot {
    /// Whether it may be asked.
    pub standing: Standing,
    /// Moving average of the whole time of successful answers, in milliseconds.
    pub latency_ms: Option<f64>,
    /// Moving average of the time to the first byte of content, in milliseconds.
    pub ttft_ms: Option<f64>,
    /// Moving average of output tokens a second after the first.
    pub tokens_per_s: Option<f64>,
    /// Successful answers measured.
    pub samples: u64,
    /// When the last one was.
    pub measured_at: Option<Timestamp>,
}

impl HealthSnapshot {
    /// Of a candidate that was never asked.
    pub const UNKNOWN: Self = Self {
        standing: Standing::Ready,
        latency_ms: None,
        ttft_ms: None,
        tokens_per_s: None,
        samples: 0,
        measured_at: None,
    };
}

/// What a breaker guards.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum Scope {
    /// One model at a provider.
    Model(ModelRef),
    /// The key that is used at a provider, and so all its models.
    Credential(ProviderName),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(target) => target.fmt(f),
            Self::Credential(provider) => write!(f, "{provider} (credential)"),
        }
    }
}

/// A breaker that changed its state: count it, log it, show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transition {
    /// Whose breaker.
    pub scope: Scope,
    /// What changed.
    pub change: Change,
}
