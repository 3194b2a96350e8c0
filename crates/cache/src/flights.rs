//! One computation a question: callers of the same key wait for the first instead of computing it again.

use crate::answers::{AnswerCache, AnswerKey, AnswerSize, Looked};
use crate::telemetry;
use domain::Timestamp;
use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a caller waits for others' computations before it computes for itself.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Questions that are computed at once at most: each reads several things side by side, and more of them at once would
/// only wait for each other's connections.
const MOST_AT_ONCE: usize = 8;

/// A cache with the rule that a question is computed once at a time.
#[derive(Clone)]
pub struct Answers {
    cache: Arc<dyn AnswerCache>,
    computing: Arc<Semaphore>,
    flights: Arc<Mutex<HashMap<AnswerKey, Flight>>>,
    tally: Arc<Tally>,
}

/// Questions since the start. A question counts once, however often it looked.
#[derive(Default)]
struct Tally {
    hits: AtomicU64,
    misses: AtomicU64,
}

/// How often answers were there, and what is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AnswerCounts {
    /// Questions that an answer was kept for, or that shared another's computation.
    pub hits: u64,
    /// Questions that were computed.
    pub misses: u64,
    /// What is kept now; `None` where only a server knows.
    pub size: Option<AnswerSize>,
}

struct Flight {
    turn: Arc<tokio::sync::Mutex<()>>,
    callers: usize,
}

/// Keeps a flight in the list as long as someone computes or waits.
struct Seat<'a> {
    flights: &'a Mutex<HashMap<AnswerKey, Flight>>,
    key: &'a AnswerKey,
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Answers {
    /// Answers from this cache.
    #[must_use]
    pub fn new(cache: Arc<dyn AnswerCache>) -> Self {
        let computing = Arc::new(Semaphore::new(MOST_AT_ONCE));
        Self { cache, computing, flights: Arc::default(), tally: Arc::default() }
    }

    /// The cache behind it.
    #[must_use]
    pub fn cache(&self) -> &Arc<dyn AnswerCache> {
        &self.cache
    }

    /// The counters.
    #[must_use]
    pub fn counts(&self) -> AnswerCounts {
        AnswerCounts {
            hits: self.tally.hits.load(Ordering::Relaxed),
            misses: self.tally.misses.load(Ordering::Relaxed),
            size: self.cache.size(),
        }
    }

    /// The kept answer, or the one `compute` gives, which is then kept.
    ///
    /// # Errors
    /// Whatever `compute` says; nothing is kept then.
    pub async fn get<E, F>(&self, key: &AnswerKey, now: Timestamp, compute: impl FnOnce() -> F) -> Result<Arc<str>, E>
    where
        F: Future<Output = Result<Arc<str>, E>>,
    {
        if let Looked::Hit(answer) = self.cache.look(key, now).await {
            self.tally.hit(key);
            return Ok(answer);
        }
        let seat = self.seat(key);
        // Whoever waits looks again: the answer it finds was begun after the last change, or it computes one itself.
        let _turn = tokio::time::timeout(MAX_WAIT, seat.turn.lock()).await;
        let generation = match self.cache.look(key, now).await {
            Looked::Hit(answer) => {
                self.tally.hit(key);
                return Ok(answer);
            }
            Looked::Miss(generation) => generation,
        };
        self.tally.miss(key);
        // The generation was read before: what changes while this waits makes the answer one that is not kept.
        let _place = tokio::time::timeout(MAX_WAIT, self.computing.acquire()).await;
        let answer = compute().await?;
        self.cache.keep(key, generation, answer.clone(), now).await;
        Ok(answer)
    }

    fn seat<'a>(&'a self, key: &'a AnswerKey) -> Seat<'a> {
        let mut flights = locked(&self.flights);
        let flight = flights.entry(key.clone()).or_insert_with(|| Flight { turn: Arc::default(), callers: 0 });
        flight.callers += 1;
        Seat { flights: &self.flights, key, turn: flight.turn.clone() }
    }
}

impl Tally {
    fn hit(&self, key: &AnswerKey) {
        self.hits.fetch_add(1, Ordering::Relaxed);
        metrics::counter!(telemetry::HITS, "metric" => key.metric().as_str()).increment(1);
    }

    fn miss(&self, key: &AnswerKey) {
        self.misses.fetch_add(1, Ordering::Relaxed);
        metrics::counter!(telemetry::MISSES, "metric" => key.metric().as_str()).increment(1);
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut flights = locked(self.flights);
        if let Some(flight) = flights.get_mut(self.key) {
            flight.callers -= 1;
            if flight.callers == 0 {
                flights.remove(self.key);
            }
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryAnswers;
    use crate::answers::Metric;
    use domain::TenantId;
    use std::sync::atomic::{AtomicU32, Ordering};
    use uuid::Uuid;

    #[tokio::test]
    async fn callers_of_one_question_share_one_computation() {
        let answers = Answers::new(Arc::new(MemoryAnswers::default()));
        let key = AnswerKey::new(TenantId(Uuid::from_u128(1)), Metric::Dashboard, "30d", &[]);
        let computed = AtomicU32::new(0);
        let (go, _) = tokio::sync::broadcast::channel::<()>(1);
        let ask = || {
            let mut started = go.subscribe();
            let (answers, key, computed) = (&answers, &key, &computed);
            async move {
                let compute = || async move {
                    computed.fetch_add(1, Ordering::SeqCst);
                    started.recv().await.map_err(|_| ())?;
                    Ok::<Arc<str>, ()>("answer".into())
                };
                answers.get(key, Timestamp::from_millis(0), compute).await
            }
        };
        let release = async {
            tokio::task::yield_now().await;
            go.send(()).expect("one computes");
        };
        let (one, two, three, ()) = tokio::join!(ask(), ask(), ask(), release);
        assert_eq!((one.as_deref(), two.as_deref(), three.as_deref()), (Ok("answer"), Ok("answer"), Ok("answer")));
        assert_eq!(computed.load(Ordering::SeqCst), 1);
        assert!(locked(&answers.flights).is_empty(), "no seat is left behind");
        let counts = answers.counts();
        assert_eq!((counts.hits, counts.misses), (2, 1), "a question counts once");
    }

    #[tokio::test]
    async fn only_so_many_questions_are_computed_at_once() {
        let answers = Answers::new(Arc::new(MemoryAnswers::default()));
        let (running, most) = (AtomicU32::new(0), AtomicU32::new(0));
        let ask = |number: usize| {
            let (answers, running, most) = (&answers, &running, &most);
            async move {
                let key = AnswerKey::new(TenantId(Uuid::from_u128(number as u128)), Metric::Dashboard, "30d", &[]);
                let compute = || async move {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    running.fetch_sub(1, Ordering::SeqCst);
                    Ok::<Arc<str>, ()>("answer".into())
                };
                answers.get(&key, Timestamp::from_millis(0), compute).await
            }
        };
        let answered = futures_util::future::join_all((0..3 * MOST_AT_ONCE).map(ask)).await;
        assert!(answered.iter().all(Result::is_ok));
        assert_eq!(most.into_inner() as usize, MOST_AT_ONCE);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let answers = Answers::new(Arc::new(MemoryAnswers::default()));
        let key = AnswerKey::new(TenantId(Uuid::from_u128(1)), Metric::Costs, "30d", &[]);
        let now = Timestamp::from_millis(0);
        assert_eq!(answers.get(&key, now, || async { Err::<Arc<str>, _>("no store") }).await, Err("no store"));
        assert_eq!(answers.get(&key, now, || async { Ok::<_, &str>("yes".into()) }).await.as_deref(), Ok("yes"));
    }
}
