//! The circuit breaker: a state machine without clock, lock or chance of its own.

use super::window::Window;
use crate::dice::Dice;
use domain::Timestamp;
use std::fmt;

/// When a breaker opens, and how it closes again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BreakerSettings {
    /// How far back results count. Default 30 s.
    pub window_ms: u64,
    /// Results in the window below which it never opens. Default 5.
    pub min_requests: u64,
    /// Failures per thousand results in the window from which it opens. Default 500.
    pub failure_per_mille: u64,
    /// How long it stays open the first time; it doubles each time a probe fails. Default 5 s.
    pub cool_down_ms: u64,
    /// The longest it stays open. Default 5 min.
    pub cool_down_max_ms: u64,
    /// Requests let through at a time to find out whether it is back. Default 1.
    pub probes: usize,
    /// A probe that was never reported frees its place after this. Default 2 min.
    pub probe_expires_ms: u64,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            window_ms: 30_000,
            min_requests: 5,
            failure_per_mille: 500,
            cool_down_ms: 5_000,
            cool_down_max_ms: 300_000,
            probes: 1,
            probe_expires_ms: 120_000,
        }
    }
}

impl BreakerSettings {
    /// For a key: one refusal is enough, and it rests long. Default 5 minutes, doubling up to an hour.
    #[must_use]
    pub const fn credential() -> Self {
        Self {
            window_ms: 30_000,
            min_requests: 1,
            failure_per_mille: 1,
            cool_down_ms: 300_000,
            cool_down_max_ms: 3_600_000,
            probes: 1,
            probe_expires_ms: 120_000,
        }
    }
}

/// Why a candidate is blocked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Block {
    /// It failed too often.
    Failures,
    /// It limits our rate.
    RateLimited,
    /// The provider refused our key.
    Credential,
    /// Others are finding out right now whether it is back.
    ProbesTaken,
}

impl Block {
    /// The name for metrics and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failures => "failures",
            Self::RateLimited => "rate_limited",
            Self::Credential => "credential",
            Self::ProbesTaken => "probes_taken",
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failures => "it failed too often and rests",
            Self::RateLimited => "it limits our rate",
            Self::Credential => "it refused our key",
            Self::ProbesTaken => "it is being probed",
        })
    }
}

/// The state of a breaker, as shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum State {
    /// Requests pass.
    Closed,
    /// None do.
    Open,
    /// A few do, to find out.
    HalfOpen,
}

impl State {
    /// The name for metrics, logs and the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
        }
    }
}

/// A change of state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// Before.
    pub from: State,
    /// After.
    pub to: State,
    /// When.
    pub at: Timestamp,
    /// Until when it stays open.
    pub until: Option<Timestamp>,
}

/// Names a probe until its result is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct ProbeId(u64);

/// Whether a request may pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admit {
    /// It may.
    Yes,
    /// It may, as a probe: report how it went, or release it.
    Probe(ProbeId),
    /// It may not.
    No {
        /// Until when.
        until: Timestamp,
        /// Why.
        block: Block,
    },
}

/// What a result says to a breaker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    /// It works.
    Success,
    /// It does not.
    Failure,
    /// Nothing, for or against.
    Neutral,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    Closed,
    Open { until: Timestamp },
    HalfOpen { probes: Vec<(ProbeId, Timestamp)> },
}

/// A circuit breaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    settings: BreakerSettings,
    block: Block,
    window: Window,
    phase: Phase,
    /// When it last opened or closed. A result of a request that was sent before is old news and changes nothing.
    since: Timestamp,
    /// How often it has opened without closing in between.
    reopened: u32,
    /// Whether it is open on another's word, without having seen anything itself.
    heeded: bool,
    next_probe: u64,
}

impl Breaker {
    /// A closed breaker that gives `block` as its reason when open.
    #[must_use]
    pub fn new(settings: BreakerSettings, block: Block) -> Self {
        Self {
            settings,
            block,
            window: Window::new(settings.window_ms),
            phase: Phase::Closed,
            since: Timestamp::from_millis(i64::MIN),
            reopened: 0,
            heeded: false,
            next_probe: 0,
        }
    }

    /// Whether what it shows was found out here. What was heard from another is not to be told on: two that heed each
    /// other would never close.
    #[must_use]
    pub const fn is_first_hand(&self) -> bool {
        !self.heeded
    }

    /// Another gateway has found that this does not work: a closed breaker opens, and finds out for itself after the
    /// usual rest.
    pub fn heed(&mut self, now: Timestamp, dice: &mut Dice) -> Option<Change> {
        if self.state() != State::Closed {
            return None;
        }
        let change = self.open(now, dice);
        self.heeded = true;
        Some(change)
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> State {
        match self.phase {
            Phase::Closed => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    /// Whether a request would pass, without taking a probe's place; a probe it would be has the id of the next one.
    #[must_use]
    pub fn peek(&self, now: Timestamp) -> Admit {
        let probe = Admit::Probe(ProbeId(self.next_probe));
        match &self.phase {
            Phase::Closed => Admit::Yes,
            Phase::Open { until } if self.is_resting(*until, now) => Admit::No { until: *until, block: self.block },
            Phase::Open { .. } => probe,
            Phase::HalfOpen { probes } => {
                let running = || probes.iter().map(|(_, expires)| *expires).filter(|expires| *expires > now);
                match running().min() {
                    Some(until) if running().count() >= self.settings.probes.max(1) => {
                        Admit::No { until, block: Block::ProbesTaken }
                    }
                    _ => probe,
                }
            }
        }
    }

    /// Lets a request pass or not. A probe holds its place until it is reported, released or expired.
    pub fn admit(&mut self, now: Timestamp) -> (Admit, Option<Change>) {
        let admit = self.peek(now);
        let Admit::Probe(probe) = admit else { return (admit, None) };
        self.next_probe += 1;
        let expires = now.plus_millis(i64::try_from(self.settings.probe_expires_ms).unwrap_or(i64::MAX));
        if let Phase::HalfOpen { probes } = &mut self.phase {
            probes.retain(|(_, expires)| *expires > now);
            probes.push((probe, expires));
            return (admit, None);
        }
        self.phase = Phase::HalfOpen { probes: vec![(probe, expires)] };
        (admit, Some(Change { from: State::Open, to: State::HalfOpen, at: now, until: None }))
    }

    /// Frees a probe's place without a result.
    pub fn release(&mut self, probe: ProbeId) {
        if let Phase::HalfOpen { probes } = &mut self.phase {
            probes.retain(|(id, _)| *id != probe);
        }
    }

    /// Takes in a result of a request that was let through (or forced) at `sent`.
    pub fn on_signal(
        &mut self,
        now: Timestamp,
        sent: Timestamp,
        probe: Option<ProbeId>,
        signal: Signal,
        dice: &mut Dice,
    ) -> Option<Change> {
        if let Some(probe) = probe {
            self.release(probe);
        }
        // A moment before `since` means that the clock was set back, and says nothing of what is old.
        if sent < self.since && self.since <= now {
            return None;
        }
        match (signal, self.state()) {
            (Signal::Neutral, _) | (Signal::Failure, State::Open) => None,
            (Signal::Success, State::Closed) => {
                self.window.record(now, true);
                None
            }
            (Signal::Failure, State::Closed) => {
                self.window.record(now, false);
                let counts = self.window.counts(now);
                let all = counts.successes + counts.failures;
                let broken = all >= self.settings.min_requests.max(1)
                    && counts.failures * 1000 >= self.settings.failure_per_mille.max(1) * all;
                broken.then(|| self.open(now, dice))
            }
            (Signal::Failure, State::HalfOpen) => Some(self.open(now, dice)),
            (Signal::Success, State::Open | State::HalfOpen) => Some(self.close(now)),
        }
    }

    fn open(&mut self, now: Timestamp, dice: &mut Dice) -> Change {
        let from = self.state();
        self.heeded = false;
        let doubled = self.settings.cool_down_ms.saturating_mul(1 << self.reopened.min(32));
        let longest = doubled.min(self.settings.cool_down_max_ms).max(1);
        // A fifth less to a fifth more, so that many gateways do not probe in step.
        let rest_ms = longest - longest / 5 + dice.below(longest / 5 * 2 + 1);
        let until = now.plus_millis(i64::try_from(rest_ms).unwrap_or(i64::MAX));
        self.reopened = self.reopened.saturating_add(1);
        self.since = now;
        self.phase = Phase::Open { until };
        Change { from, to: State::Open, at: now, until: Some(until) }
    }

    fn close(&mut self, now: Timestamp) -> Change {
        let from = self.state();
        self.phase = Phase::Closed;
        self.window.clear();
        self.reopened = 0;
        self.heeded = false;
        self.since = now;
        Change { from, to: State::Closed, at: now, until: None }
    }

    /// Whether the rest is not over. A rest longer than any that was ever given means that the clock was set back.
    fn is_resting(&self, until: Timestamp, now: Timestamp) -> bool {
        let left_ms = until.as_millis().saturating_sub(now.as_millis());
        let longest_ms = i64::try_from(self.settings.cool_down_max_ms.saturating_mul(2)).unwrap_or(i64::MAX);
        left_ms > 0 && left_ms <= longest_ms
    }
}
