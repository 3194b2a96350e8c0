//! What to do after a failed attempt, before any byte has reached the caller.

use crate::dice::Dice;
use crate::health::FaultClass;
use crate::plan::Plan;
use domain::{ErrorKind, Fault, Retry};
use std::sync::atomic::{AtomicI64, Ordering};

/// The limits of retrying.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RetrySettings {
    /// Attempts a request may make in all. Default 4.
    pub max_attempts: u32,
    /// No attempt starts later than this after admission. Default 60 s.
    pub deadline_ms: u64,
    /// The first pause before the same candidate is asked again; it doubles, and a random part of it is waited. Default 250 ms.
    pub base_delay_ms: u64,
    /// The longest pause. A provider that asks for a longer one is not asked again. Default 2 s.
    pub max_delay_ms: u64,
    /// Whether a directly named model is asked again after it stayed silent. Default false: it may be working, and bills.
    pub direct_after_timeout: bool,
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            deadline_ms: 60_000,
            base_delay_ms: 250,
            max_delay_ms: 2_000,
            direct_after_timeout: false,
        }
    }
}

/// One candidate that had its turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tried {
    /// Its place in `Plan::order`.
    pub position: usize,
    /// Whether it was asked. False when its health refused the claim, so that it was passed over.
    pub asked: bool,
}

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Ask the candidate at this place of the plan again, after the pause.
    Retry {
        /// Its place in `Plan::order`.
        position: usize,
        /// How long to wait first, in milliseconds.
        after_ms: u64,
    },
    /// Ask the candidate at this place of the plan, now.
    Next {
        /// Its place in `Plan::order`.
        position: usize,
    },
    /// Give the fault to the caller.
    GiveUp(GiveUp),
}

/// Why nothing more is tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GiveUp {
    /// The fault says that every candidate would answer the same.
    NotRetryable,
    /// The request has made as many attempts as it may.
    Attempts,
    /// The deadline has passed, or would during the pause.
    Deadline,
    /// The process has retried too large a share of its requests lately.
    Budget,
    /// No candidate is left.
    Exhausted,
}

/// The share of requests that may be retries, over the whole process: a bucket that every request fills a little and
/// every retry empties by one. It keeps an outage from being multiplied by retries.
#[derive(Debug)]
pub struct RetryTokens {
    /// In thousandths of a retry.
    level: AtomicI64,
    per_request: i64,
    cap: i64,
}

impl RetryTokens {
    /// Retries may be so many per cent of requests, and `burst` at once after a quiet time. Starts full.
    #[must_use]
    pub fn new(percent: u32, burst: u32) -> Self {
        let cap = i64::from(burst).saturating_mul(1000);
        Self { level: AtomicI64::new(cap), per_request: i64::from(percent).saturating_mul(10), cap }
    }

    /// A request came in.
    pub fn deposit(&self) {
        let _ = self.level.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |level| {
            (level < self.cap).then(|| level.saturating_add(self.per_request).min(self.cap))
        });
    }

    /// Takes one retry, if there is one.
    #[must_use]
    pub fn take(&self) -> bool {
        self.level
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |level| (level >= 1000).then(|| level - 1000))
            .is_ok()
    }
}

impl Default for RetryTokens {
    /// A fifth of requests, 20 at once.
    fn default() -> Self {
        Self::new(20, 20)
    }
}

/// Decides what follows a failed attempt.
///
/// `history` holds every candidate that had its turn, the failed one last. `take_token` is asked for a retry of the
/// process's budget ([`RetryTokens::take`]), only when everything else allows one.
///
/// A route goes on to its next candidate; when none is left, and the fault allows the same one, the last is asked once
/// more. A directly named model is asked once more after a fault that may pass, and not after a time-out unless
/// configured. A candidate that was
/// planned as a last resort is never asked twice.
pub fn next_step(
    plan: &Plan,
    history: &[Tried],
    fault: &Fault,
    settings: &RetrySettings,
    elapsed_ms: u64,
    take_token: impl FnOnce() -> bool,
    dice: &mut Dice,
) -> Step {
    let asked = history.iter().filter(|tried| tried.asked).count();
    if fault.retry == Retry::Never {
        return Step::GiveUp(GiveUp::NotRetryable);
    }
    if asked >= settings.max_attempts as usize {
        return Step::GiveUp(GiveUp::Attempts);
    }
    if elapsed_ms >= settings.deadline_ms {
        return Step::GiveUp(GiveUp::Deadline);
    }
    let step = match plan.next_untried(history) {
        Some(position) => Step::Next { position },
        None => match again(plan, history, fault, settings, dice) {
            Some((_, after_ms)) if elapsed_ms.saturating_add(after_ms) >= settings.deadline_ms => {
                return Step::GiveUp(GiveUp::Deadline);
            }
            Some((position, after_ms)) => Step::Retry { position, after_ms },
            None => return Step::GiveUp(GiveUp::Exhausted),
        },
    };
    if take_token() { step } else { Step::GiveUp(GiveUp::Budget) }
}

/// The failed candidate once more, after a pause, if it may be asked again.
fn again(
    plan: &Plan,
    history: &[Tried],
    fault: &Fault,
    settings: &RetrySettings,
    dice: &mut Dice,
) -> Option<(usize, u64)> {
    let last = history.iter().rev().find(|tried| tried.asked)?.position;
    let times = history.iter().filter(|tried| tried.asked && tried.position == last).count();
    let planned = plan.order.get(last)?;
    let allowed = if plan.direct {
        // The next candidate is the same model here, so what it says for good (no such model, a refused key) stays said.
        let may_pass =
            matches!(FaultClass::of(fault.kind, fault.source_of_fault), FaultClass::Provider | FaultClass::RateLimit);
        may_pass && (fault.kind != ErrorKind::Timeout || settings.direct_after_timeout)
    } else {
        fault.retry == Retry::Same
    };
    if times != 1 || planned.last_resort || !allowed {
        return None;
    }
    match fault.retry {
        Retry::After(wait_ms) if wait_ms > settings.max_delay_ms => None,
        Retry::After(wait_ms) => Some((last, wait_ms + dice.below(settings.base_delay_ms.saturating_add(1)))),
        _ => Some((last, backoff_ms(settings, history.iter().filter(|tried| tried.asked).count(), dice))),
    }
}

/// Full jitter: anything from nothing to a span that doubles with every attempt, up to the longest pause.
fn backoff_ms(settings: &RetrySettings, attempts: usize, dice: &mut Dice) -> u64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX).min(32);
    let span = settings.base_delay_ms.saturating_mul(1 << doublings).min(settings.max_delay_ms);
    dice.below(span.saturating_add(1))
}
