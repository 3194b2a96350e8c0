//! What must still be said to Redis: whose answers are forgotten. Bounded, whatever Redis does.

use super::signal::MAX_TENANTS;
use domain::TenantId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Tenants that wait at most. Beyond it everyone's answers are forgotten, which takes no room.
const MAX_PENDING: usize = 100_000;

/// How long what was confirmed is said again over a new connection. Redis copies to its replicas after it answers, so the
/// last words to a master that died may not have reached the one that follows it.
const AGAIN_FOR: Duration = Duration::from_secs(10);

/// Whose answers are forgotten here and perhaps not in Redis.
#[derive(Default)]
pub(crate) struct Outbox {
    state: Mutex<State>,
    filled: Notify,
    confirmed: Notify,
}

#[derive(Default)]
struct State {
    /// Counts the calls, so that one that came while a batch was under way is not taken for confirmed with it.
    calls: u64,
    tenants: HashMap<TenantId, u64>,
    everyone: Option<u64>,
    /// What was confirmed lately, oldest first.
    confirmed: VecDeque<(Instant, Batch)>,
    confirmed_tenants: usize,
}

/// What is said together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Batch {
    pub(crate) tenants: Vec<(TenantId, u64)>,
    pub(crate) everyone: Option<u64>,
}

impl Batch {
    pub(crate) fn is_empty(&self) -> bool {
        self.tenants.is_empty() && self.everyone.is_none()
    }
}

impl Outbox {
    /// A tenant's answers are forgotten.
    pub(crate) fn forget(&self, tenant_id: TenantId) {
        self.state().forget(tenant_id);
        self.filled.notify_one();
    }

    /// Everyone's answers are forgotten.
    pub(crate) fn forget_all(&self) {
        self.state().forget_all();
        self.filled.notify_one();
    }

    /// Whether this tenant's answers in Redis may be ones that are forgotten.
    pub(crate) fn holds(&self, tenant_id: TenantId) -> bool {
        let state = self.state();
        state.everyone.is_some() || state.tenants.contains_key(&tenant_id)
    }

    /// How many tenants wait.
    pub(crate) fn len(&self) -> usize {
        let state = self.state();
        state.tenants.len() + usize::from(state.everyone.is_some())
    }

    /// Waits until there may be something to say.
    pub(crate) async fn filled(&self) {
        self.filled.notified().await;
    }

    /// Waits until nothing waits.
    pub(crate) async fn emptied(&self) {
        self.until(|| self.len() == 0).await;
    }

    /// Waits until this tenant is not held.
    pub(crate) async fn released(&self, tenant_id: TenantId) {
        self.until(|| !self.holds(tenant_id)).await;
    }

    async fn until(&self, so: impl Fn() -> bool) {
        loop {
            // Made before the look, so that a confirmation between the two is not missed.
            let confirmed = self.confirmed.notified();
            if so() {
                return;
            }
            confirmed.await;
        }
    }

    /// The next to be said. It stays until it is confirmed.
    pub(crate) fn next(&self) -> Batch {
        let state = self.state();
        let tenants = state.tenants.iter().take(MAX_TENANTS).map(|(tenant, call)| (*tenant, *call)).collect();
        Batch { tenants, everyone: state.everyone }
    }

    /// Redis has it.
    pub(crate) fn confirm(&self, batch: Batch, now: Instant) {
        self.state().confirm(batch, now);
        self.confirmed.notify_waiters();
    }

    /// The connection is a new one: what was confirmed lately over the old one waits again.
    pub(crate) fn say_again(&self, now: Instant) {
        let mut state = self.state();
        state.age(now);
        for (_, batch) in std::mem::take(&mut state.confirmed) {
            batch.tenants.iter().for_each(|(tenant, _)| state.forget(*tenant));
            if batch.everyone.is_some() {
                state.forget_all();
            }
        }
        state.confirmed_tenants = 0;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget(&mut self, tenant_id: TenantId) {
        self.calls += 1;
        self.tenants.insert(tenant_id, self.calls);
        if self.tenants.len() > MAX_PENDING {
            self.forget_all();
        }
    }

    fn forget_all(&mut self) {
        self.calls += 1;
        self.everyone = Some(self.calls);
        // Whoever waits is one of everyone.
        self.tenants.clear();
    }

    fn confirm(&mut self, batch: Batch, now: Instant) {
        if batch.everyone.is_some() && self.everyone == batch.everyone {
            self.everyone = None;
        }
        for (tenant, call) in &batch.tenants {
            if self.tenants.get(tenant) == Some(call) {
                self.tenants.remove(tenant);
            }
        }
        self.confirmed_tenants += batch.tenants.len();
        self.confirmed.push_back((now, batch));
        self.age(now);
        if self.confirmed_tenants > MAX_PENDING {
            // Too many to remember one by one: over a new connection everyone is forgotten.
            self.confirmed.clear();
            self.confirmed.push_back((now, Batch { tenants: Vec::new(), everyone: Some(0) }));
            self.confirmed_tenants = 0;
        }
    }

    fn age(&mut self, now: Instant) {
        while self.confirmed.front().is_some_and(|(at, _)| now.duration_since(*at) > AGAIN_FOR) {
            if let Some((_, batch)) = self.confirmed.pop_front() {
                self.confirmed_tenants -= batch.tenants.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn tenant(n: usize) -> TenantId {
        TenantId(Uuid::from_u128(n as u128))
    }

    #[test]
    fn a_tenant_is_held_until_its_last_call_is_confirmed() {
        let (outbox, now) = (Outbox::default(), Instant::now());
        outbox.forget(tenant(1));
        outbox.forget(tenant(1));
        outbox.forget(tenant(2));
        assert_eq!(outbox.len(), 2, "many calls are one");
        let batch = outbox.next();
        outbox.forget(tenant(1));
        outbox.confirm(batch, now);
        assert!(outbox.holds(tenant(1)), "it changed again meanwhile");
        assert!(!outbox.holds(tenant(2)));
        outbox.confirm(outbox.next(), now);
        assert!(!outbox.holds(tenant(1)) && outbox.next().is_empty());
    }

    #[test]
    fn everyone_holds_whoever_is_asked_about() {
        let (outbox, now) = (Outbox::default(), Instant::now());
        outbox.forget(tenant(1));
        outbox.forget_all();
        assert!(outbox.holds(tenant(7)));
        let batch = outbox.next();
        assert_eq!((batch.tenants.len(), batch.everyone.is_some()), (0, true));
        outbox.forget_all();
        outbox.confirm(batch, now);
        assert!(outbox.holds(tenant(7)), "again, meanwhile");
        outbox.confirm(outbox.next(), now);
        assert!(!outbox.holds(tenant(7)));
    }

    #[test]
    fn memory_is_bounded_and_nobody_is_let_go_for_it() {
        let (outbox, now) = (Outbox::default(), Instant::now());
        for n in 0..=MAX_PENDING {
            outbox.forget(tenant(n));
        }
        assert_eq!(outbox.len(), 1);
        assert!(outbox.holds(tenant(0)) && outbox.holds(tenant(MAX_PENDING)));
        outbox.confirm(outbox.next(), now);
        for n in 0..=2 * MAX_PENDING {
            outbox.forget(tenant(n));
            if n % MAX_TENANTS == 0 {
                outbox.confirm(outbox.next(), now);
            }
        }
        assert!(outbox.state().confirmed_tenants <= MAX_PENDING);
        outbox.say_again(now);
        assert!(outbox.holds(tenant(0)), "what could not be remembered is everyone");
    }

    #[test]
    fn what_was_confirmed_lately_is_said_again_over_a_new_connection() {
        let (outbox, start) = (Outbox::default(), Instant::now());
        outbox.forget(tenant(1));
        outbox.confirm(outbox.next(), start);
        outbox.forget(tenant(2));
        outbox.confirm(outbox.next(), start + AGAIN_FOR);
        outbox.say_again(start + AGAIN_FOR + Duration::from_secs(1));
        assert!(!outbox.holds(tenant(1)), "long enough ago to have been copied");
        assert!(outbox.holds(tenant(2)));
        outbox.confirm(outbox.next(), start);
    }
}
