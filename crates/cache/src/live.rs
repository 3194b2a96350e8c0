//! Live fan-out inside one process: "something of this tenant changed", to whoever watches it.
//!
//! A signal carries no data, so a slow watcher can never make a queue grow: however many changes it slept through, it
//! wakes once and reads the figures as they are then. Between processes a bridge publishes here what it hears there.

use crate::AnswerCache;
use domain::TenantId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Who watches which tenant. Holds an entry only for tenants that someone watches.
#[derive(Clone, Default)]
pub struct LiveBus {
    watched: Arc<Mutex<HashMap<TenantId, watch::Sender<u64>>>>,
    answers: Option<Arc<dyn AnswerCache>>,
}

/// One watcher's end. Dropping the last one of a tenant frees its entry.
pub struct LiveFeed {
    tenant_id: TenantId,
    changes: watch::Receiver<u64>,
    bus: Arc<Mutex<HashMap<TenantId, watch::Sender<u64>>>>,
}

impl LiveBus {
    /// A bus that also makes a cache forget a tenant's answers before anyone hears of the change.
    #[must_use]
    pub fn forgetting(answers: Arc<dyn AnswerCache>) -> Self {
        Self { answers: Some(answers), ..Self::default() }
    }

    /// Says that something of this tenant changed: rows, prices, alerts, names. Call it after the commit.
    pub fn publish(&self, tenant_id: TenantId) {
        if let Some(answers) = &self.answers {
            answers.forget(tenant_id);
        }
        self.wake(tenant_id);
    }

    /// Says that something of every tenant may have changed: after a crash, or when a price of the catalogue did.
    pub fn publish_all(&self) {
        if let Some(answers) = &self.answers {
            answers.forget_all();
        }
        self.wake_all();
    }

    /// Wakes who watches this tenant here and does nothing else: for a bridge that heard of a change elsewhere, where the
    /// answers were forgotten already.
    pub fn wake(&self, tenant_id: TenantId) {
        if let Some(changes) = locked(&self.watched).get(&tenant_id) {
            changes.send_modify(|seq| *seq += 1);
        }
    }

    /// Wakes everyone who watches here: for a bridge that may have missed something.
    pub fn wake_all(&self) {
        for changes in locked(&self.watched).values() {
            changes.send_modify(|seq| *seq += 1);
        }
    }

    /// Watches a tenant from now on.
    #[must_use]
    pub fn subscribe(&self, tenant_id: TenantId) -> LiveFeed {
        let mut watched = locked(&self.watched);
        let changes = watched.entry(tenant_id).or_insert_with(|| watch::channel(0).0).subscribe();
        LiveFeed { tenant_id, changes, bus: self.watched.clone() }
    }

    /// How many tenants someone watches.
    #[must_use]
    pub fn watched_tenants(&self) -> usize {
        locked(&self.watched).len()
    }
}

impl LiveFeed {
    /// Waits for a change since the last call, however many there were; answers how often the tenant has changed since it
    /// is watched. Cancelling the wait loses nothing.
    pub async fn changed(&mut self) -> u64 {
        if self.changes.changed().await.is_err() {
            // The sender lives in the bus as long as this feed does; without it there is nothing more to hear.
            std::future::pending::<()>().await;
        }
        *self.changes.borrow_and_update()
    }
}

impl Drop for LiveFeed {
    fn drop(&mut self) {
        let mut watched = locked(&self.bus);
        if watched.get(&self.tenant_id).is_some_and(|changes| changes.receiver_count() <= 1) {
            watched.remove(&self.tenant_id);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn tenant(n: u128) -> TenantId {
        TenantId(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn many_changes_wake_a_watcher_once_and_others_not() {
        let bus = LiveBus::default();
        let (mut mine, mut other) = (bus.subscribe(tenant(1)), bus.subscribe(tenant(2)));
        for _ in 0..1_000 {
            bus.publish(tenant(1));
        }
        assert_eq!(mine.changed().await, 1_000);
        let again = tokio::select! { biased; _ = mine.changed() => true, _ = other.changed() => true, () = std::future::ready(()) => false };
        assert!(!again, "nothing more had changed, and nothing of the other tenant");
    }

    #[tokio::test]
    async fn everyone_can_be_woken_and_a_wake_forgets_nothing() {
        let answers: Arc<dyn AnswerCache> = Arc::new(crate::MemoryAnswers::default());
        let bus = LiveBus::forgetting(answers.clone());
        let (mut one, mut two) = (bus.subscribe(tenant(1)), bus.subscribe(tenant(2)));
        let (key, now) =
            (crate::AnswerKey::new(tenant(1), crate::Metric::Costs, "7d", &[]), domain::Timestamp::from_millis(0));
        let crate::Looked::Miss(generation) = answers.look(&key, now).await else { panic!("empty") };
        answers.keep(&key, generation, "kept".into(), now).await;
        bus.wake(tenant(1));
        bus.wake_all();
        assert_eq!((one.changed().await, two.changed().await), (2, 1));
        assert_eq!(answers.look(&key, now).await, crate::Looked::Hit("kept".into()));
        bus.publish_all();
        assert_eq!((one.changed().await, two.changed().await), (3, 2));
        assert!(matches!(answers.look(&key, now).await, crate::Looked::Miss(_)));
    }

    #[tokio::test]
    async fn idle_tenants_hold_nothing() {
        let bus = LiveBus::default();
        bus.publish(tenant(1));
        assert_eq!(bus.watched_tenants(), 0);
        let (one, two) = (bus.subscribe(tenant(1)), bus.subscribe(tenant(1)));
        drop(one);
        assert_eq!(bus.watched_tenants(), 1);
        drop(two);
        assert_eq!(bus.watched_tenants(), 0);
    }
}
