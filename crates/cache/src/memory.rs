//! Answers kept in this process, bounded by bytes; the least recently used go first.

use crate::answers::{AnswerCache, AnswerKey, AnswerSize, Generation, Looked};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What an entry costs beside its text: keys, maps, bookkeeping. A round figure, on the safe side.
const ENTRY_OVERHEAD_BYTES: usize = 256;

/// Tenants whose generation is remembered without an answer at most; beyond it such tenants start anew.
const MAX_EMPTY_SHELVES: usize = 10_000;

/// The in-memory cache.
pub struct MemoryAnswers {
    max_bytes: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    shelves: HashMap<TenantId, Shelf>,
    /// Every kept answer by its last use, oldest first.
    by_use: BTreeMap<u64, AnswerKey>,
    ticks: u64,
    generations: u128,
    bytes: usize,
}

struct Shelf {
    generation: Generation,
    answers: HashMap<AnswerKey, Kept>,
}

struct Kept {
    answer: Arc<str>,
    until: Timestamp,
    used: u64,
}

impl MemoryAnswers {
    /// A cache of at most so many bytes.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        Self { max_bytes, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for MemoryAnswers {
    /// 16 MiB.
    fn default() -> Self {
        Self::new(16 << 20)
    }
}

impl State {
    fn tick(&mut self) -> u64 {
        self.ticks += 1;
        self.ticks
    }

    fn find(&mut self, key: &AnswerKey, now: Timestamp) -> Option<Arc<str>> {
        let tick = self.tick();
        let kept = self.shelves.get_mut(&key.tenant_id())?.answers.get_mut(key)?;
        if kept.until <= now {
            self.remove(key);
            return None;
        }
        self.by_use.remove(&kept.used);
        kept.used = tick;
        let answer = kept.answer.clone();
        self.by_use.insert(tick, key.clone());
        Some(answer)
    }

    fn remove(&mut self, key: &AnswerKey) {
        let Some(shelf) = self.shelves.get_mut(&key.tenant_id()) else { return };
        if let Some(kept) = shelf.answers.remove(key) {
            self.by_use.remove(&kept.used);
            self.bytes -= size(key, &kept.answer);
        }
    }

    fn generation(&mut self, tenant_id: TenantId) -> Generation {
        if let Some(shelf) = self.shelves.get(&tenant_id) {
            return shelf.generation;
        }
        if self.shelves.len() >= MAX_EMPTY_SHELVES {
            self.shelves.retain(|_, shelf| !shelf.answers.is_empty());
        }
        self.generations += 1;
        let generation = Generation { everyone: 0, tenant: self.generations };
        self.shelves.insert(tenant_id, Shelf { generation, answers: HashMap::new() });
        generation
    }
}

fn size(key: &AnswerKey, answer: &str) -> usize {
    ENTRY_OVERHEAD_BYTES + 2 * key.len() + answer.len()
}

#[async_trait]
impl AnswerCache for MemoryAnswers {
    async fn look(&self, key: &AnswerKey, now: Timestamp) -> Looked {
        let mut state = self.state();
        match state.find(key, now) {
            Some(answer) => Looked::Hit(answer),
            None => Looked::Miss(state.generation(key.tenant_id())),
        }
    }

    async fn keep(&self, key: &AnswerKey, generation: Generation, answer: Arc<str>, now: Timestamp) {
        let bytes = size(key, &answer);
        let mut state = self.state();
        if bytes > self.max_bytes
            || state.shelves.get(&key.tenant_id()).is_none_or(|shelf| shelf.generation != generation)
        {
            return;
        }
        state.remove(key);
        while state.bytes + bytes > self.max_bytes {
            let Some((_, oldest)) = state.by_use.pop_first() else { break };
            state.remove(&oldest);
        }
        let used = state.tick();
        let kept = Kept { answer, until: now.plus_millis(key.metric().ttl_ms()), used };
        if let Some(shelf) = state.shelves.get_mut(&key.tenant_id()) {
            shelf.answers.insert(key.clone(), kept);
            state.by_use.insert(used, key.clone());
            state.bytes += bytes;
        }
    }

    fn forget(&self, tenant_id: TenantId) {
        let mut state = self.state();
        let Some(shelf) = state.shelves.remove(&tenant_id) else { return };
        for (key, kept) in shelf.answers {
            state.by_use.remove(&kept.used);
            state.bytes -= size(&key, &kept.answer);
        }
    }

    fn forget_all(&self) {
        // Generations are not counted anew: what is being computed now must not fit a shelf made later.
        let mut state = self.state();
        state.shelves.clear();
        state.by_use.clear();
        state.bytes = 0;
    }

    fn size(&self) -> Option<AnswerSize> {
        let state = self.state();
        Some(AnswerSize {
            answers: u64::try_from(state.by_use.len()).unwrap_or(u64::MAX),
            bytes: u64::try_from(state.bytes).unwrap_or(u64::MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Metric;
    use uuid::Uuid;

    fn tenant(n: u128) -> TenantId {
        TenantId(Uuid::from_u128(n))
    }

    fn key(n: u128, metric: Metric, rest: &str) -> AnswerKey {
        AnswerKey::new(tenant(n), metric, rest, &[])
    }

    fn now(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * 60_000)
    }

    async fn fill(cache: &MemoryAnswers, key: &AnswerKey, answer: &str, at: Timestamp) {
        match cache.look(key, at).await {
            Looked::Miss(generation) => cache.keep(key, generation, answer.into(), at).await,
            Looked::Hit(_) => panic!("{key} was there already"),
        }
    }

    #[test]
    fn keys_read_as_the_contract_says() {
        let key = AnswerKey::new(tenant(1), Metric::Dashboard, "30d", &["UTC".into()]);
        assert_eq!(key.to_string(), "analytics:00000000-0000-0000-0000-000000000001:dashboard:30d:UTC");
        let parts = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            AnswerKey::new(tenant(1), Metric::Costs, "7d", &parts)
        };
        assert_ne!(parts(&["a:b", "c"]), parts(&["a", "b:c"]), "a model's name may hold a colon");
    }

    #[tokio::test]
    async fn answers_live_as_long_as_their_metric_says() {
        let cache = MemoryAnswers::default();
        for (metric, minutes) in [(Metric::Dashboard, 5), (Metric::Costs, 15), (Metric::Providers, 60)] {
            let key = key(1, metric, "30d");
            fill(&cache, &key, "x", now(0)).await;
            let almost = now(minutes).plus_millis(-1);
            assert_eq!(cache.look(&key, almost).await, Looked::Hit("x".into()), "{metric:?}");
            assert!(matches!(cache.look(&key, now(minutes)).await, Looked::Miss(_)), "{metric:?}");
        }
        assert_eq!(cache.size(), Some(AnswerSize::default()), "what is too old is gone");
    }

    #[tokio::test]
    async fn a_change_forgets_what_is_kept_and_what_is_being_computed_and_nothing_of_others() {
        let cache = MemoryAnswers::default();
        let (mine, other) = (key(1, Metric::Dashboard, "30d"), key(2, Metric::Dashboard, "30d"));
        fill(&cache, &mine, "old", now(0)).await;
        fill(&cache, &other, "theirs", now(0)).await;
        cache.forget(tenant(1));
        let Looked::Miss(before) = cache.look(&mine, now(0)).await else { panic!("forgotten") };
        cache.forget(tenant(1));
        cache.keep(&mine, before, "computed from older rows".into(), now(0)).await;
        assert!(matches!(cache.look(&mine, now(0)).await, Looked::Miss(_)));
        assert_eq!(cache.look(&other, now(0)).await, Looked::Hit("theirs".into()));
    }

    #[tokio::test]
    async fn the_bound_holds_and_the_least_used_go_first() {
        let cache = MemoryAnswers::new(3 * (ENTRY_OVERHEAD_BYTES + 110));
        let text = "x".repeat(100);
        for name in ["a", "b", "c"] {
            fill(&cache, &key(1, Metric::Costs, name), &text, now(0)).await;
        }
        assert!(matches!(cache.look(&key(1, Metric::Costs, "a"), now(0)).await, Looked::Hit(_)));
        fill(&cache, &key(1, Metric::Costs, "d"), &text, now(0)).await;
        assert!(matches!(cache.look(&key(1, Metric::Costs, "a"), now(0)).await, Looked::Hit(_)));
        assert!(matches!(cache.look(&key(1, Metric::Costs, "b"), now(0)).await, Looked::Miss(_)));
        fill(&cache, &key(1, Metric::Costs, "huge"), &"x".repeat(5_000), now(0)).await;
        assert_eq!(cache.size().map(|size| size.answers), Some(3));
    }
}
