//! What a key may use in a minute. Counting is an addition in memory; what other gateways counted is known as of the last
//! exchange between them, so that a limit holds for all of them together without any request waiting for another.

use crate::settings::Limits;
use cache::{CounterKey, Counters, Window};
use domain::{Clock, ErrorKind, Fault, KeyId, Retry, Timestamp, UsageEvent};
use std::sync::Arc;

fn requests(key_id: KeyId) -> CounterKey {
    CounterKey { what: "requests", id: key_id.0, window: Window::Minute }
}

fn tokens(key_id: KeyId) -> CounterKey {
    CounterKey { what: "tokens", id: key_id.0, window: Window::Minute }
}

/// Counts one admitted request's tokens against its key: the estimate at admission, what is missing at settlement.
pub(crate) struct Meter {
    counters: Arc<dyn Counters>,
    clock: Arc<dyn Clock>,
    key_id: KeyId,
    counted: u64,
}

impl Meter {
    /// Counts what the request used beyond its estimate. A request that used less gives nothing back: the window it was
    /// counted in may have passed, and what is counted must not fall.
    pub(crate) fn settled(&self, event: &UsageEvent) {
        let attempts = event.attempts.iter().map(|attempt| attempt.usage);
        let used: u64 = attempts.map(|usage| usage.input_total().saturating_add(usage.output)).sum();
        let more = used.saturating_sub(self.counted);
        if more > 0 {
            self.counters.count(tokens(self.key_id), more, self.clock.now());
        }
    }
}

/// Counts a request in, or refuses it. A key without limits costs nothing.
///
/// # Errors
/// `RateLimited`, with the time after which asking again makes sense.
pub(crate) fn admit(
    counters: &Arc<dyn Counters>,
    clock: &Arc<dyn Clock>,
    limits: &Limits,
    key_id: KeyId,
    estimated_tokens: u64,
    now: Timestamp,
) -> Result<Option<Meter>, Fault> {
    let Limits { requests_per_minute, tokens_per_minute, .. } = limits;
    if requests_per_minute.is_none() && tokens_per_minute.is_none() {
        return Ok(None);
    }
    if let Some(most) = requests_per_minute
        && counters.total(requests(key_id), now) >= *most
    {
        return Err(refused(&format!("this key has made its {most} requests of the last minute")));
    }
    if let Some(most) = tokens_per_minute
        && counters.total(tokens(key_id), now).saturating_add(estimated_tokens) > *most
    {
        return Err(refused(&format!("this request would take the key beyond its {most} tokens a minute")));
    }
    counters.count(requests(key_id), 1, now);
    counters.count(tokens(key_id), estimated_tokens, now);
    let (counters, clock) = (counters.clone(), clock.clone());
    Ok(Some(Meter { counters, clock, key_id, counted: estimated_tokens }))
}

fn refused(why: &str) -> Fault {
    // By then the oldest part of the window has left it.
    let after_ms = Window::Minute.slot_ms().unsigned_abs();
    Fault::new(ErrorKind::RateLimited, format!("{why}; wait, or have [limits] raised"))
        .with_retry(Retry::After(after_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cache::MemoryCounters;
    use domain::{Attempt, Usage};
    use test_support::{FakeClock, at, event};
    use uuid::Uuid;

    #[test]
    fn requests_and_tokens_are_held_to_their_limits_and_come_back_with_time() {
        let clock = FakeClock::at(at("2026-11-02T12:00:00Z"));
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let counters: Arc<dyn Counters> = Arc::new(MemoryCounters::default());
        let limits = Limits { requests_per_minute: Some(3), tokens_per_minute: Some(1_000), ..Limits::default() };
        let (key, other) = (KeyId(Uuid::from_u128(1)), KeyId(Uuid::from_u128(2)));
        let ask = |key, tokens| admit(&counters, &shared, &limits, key, tokens, clock.now());

        let meter = ask(key, 100).expect("is within").expect("is counted");
        let mut settled = event(1);
        let usage = Usage { input_uncached: 300, output: 500, ..Usage::default() };
        settled.attempts = vec![Attempt { usage, ..settled.attempts[0].clone() }];
        meter.settled(&settled);
        let refused = ask(key, 201).err().expect("800 were used, and 201 make more than 1,000");
        assert_eq!(refused.kind, ErrorKind::RateLimited);
        assert!(matches!(refused.retry, Retry::After(ms) if ms > 0));
        for _ in 0..2 {
            assert!(ask(key, 1).is_ok());
        }
        assert!(ask(key, 1).is_err(), "a fourth request");
        assert!(ask(other, 1).is_ok(), "another key has limits of its own");
        clock.advance_ms(70_000);
        assert!(ask(key, 900).is_ok(), "a minute later");
    }

    #[test]
    fn without_limits_nothing_is_counted() {
        let counters: Arc<dyn Counters> = Arc::new(MemoryCounters::default());
        let now = at("2026-11-02T12:00:00Z");
        let clock: Arc<dyn Clock> = Arc::new(FakeClock::at(now));
        let key = KeyId(Uuid::from_u128(1));
        assert!(admit(&counters, &clock, &Limits::default(), key, 9, now).is_ok_and(|meter| meter.is_none()));
        assert_eq!(counters.total(requests(key), now), 0);
    }
}
