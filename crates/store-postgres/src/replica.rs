//! The read replica: asked first, left alone for a while when it does not answer.

use crate::session::{Mode, Role, Session};
use sqlx::PgPool;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a replica that did not answer is left alone.
const REST: Duration = Duration::from_secs(10);

/// How long it has to give a connection: a question must not wait twice.
const PATIENCE: Duration = Duration::from_millis(1_000);

/// A replica and what is known of it.
pub(crate) struct Replica {
    pub(crate) pool: PgPool,
    known: Mutex<Known>,
}

#[derive(Clone, Copy, Default)]
struct Known {
    /// When it may be asked again, after it did not answer.
    asked_again_at: Option<Instant>,
    /// When it last gave a connection.
    gave_at: Option<Instant>,
}

impl Known {
    /// What is known after another try. One that gave connections to others meanwhile is busy, which is no reason to leave
    /// it alone.
    fn after(self, has_given: bool, now: Instant) -> Self {
        let gave_at = if has_given { Some(now) } else { self.gave_at };
        let is_there = gave_at.is_some_and(|at| now.duration_since(at) <= PATIENCE);
        Self { asked_again_at: (!is_there).then(|| now + REST), gave_at }
    }
}

impl Replica {
    /// Takes a pool of connections to it.
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, known: Mutex::default() }
    }

    /// A transaction that reads; `None` while the primary is to be asked instead.
    pub(crate) async fn begin(&self, role: Role) -> Option<Session> {
        if self.known().asked_again_at.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let begun = tokio::time::timeout(PATIENCE, Session::begin(&self.pool, role, Mode::Read, "")).await;
        let begun = begun.ok().and_then(Result::ok);
        let mut known = self.known();
        *known = known.after(begun.is_some(), Instant::now());
        if known.asked_again_at.is_some() {
            tracing::warn!(rest_s = REST.as_secs(), "the read replica does not answer; the primary is asked instead");
        }
        begun
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_busy_is_asked_on_and_one_that_is_silent_is_left_alone() {
        let now = Instant::now();
        let silent = Known::default().after(false, now);
        assert_eq!(silent.asked_again_at, Some(now + REST));
        let there = silent.after(true, now + REST);
        assert_eq!(there.asked_again_at, None);
        let busy = there.after(false, now + REST + PATIENCE);
        assert_eq!(busy.asked_again_at, None, "others were given connections meanwhile");
        let later = now + REST + PATIENCE + Duration::from_millis(1);
        assert_eq!(busy.after(false, later).asked_again_at, Some(later + REST));
    }
}
