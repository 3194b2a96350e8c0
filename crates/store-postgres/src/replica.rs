//! The read replica: asked first, left alone for a while when it does not answer.

use crate::session::{Mode, Role, Session};
use sqlx::PgPool;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// How long a replica that did not answer is left alone.
const REST: Duration = Duration::from_secs(10);

/// How long it has to give a connection: a question must not wait twice.
const PATIENCE: Duration = Duration::from_millis(1_000);

/// A replica and when it may be asked again.
pub(crate) struct Replica {
    pub(crate) pool: PgPool,
    asked_again_at: Mutex<Option<Instant>>,
}

impl Replica {
    /// Takes a pool of connections to it.
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, asked_again_at: Mutex::new(None) }
    }

    /// A transaction that reads; `None` while the primary is to be asked instead.
    pub(crate) async fn begin(&self, role: Role) -> Option<Session> {
        let resting = *self.asked_again_at.lock().unwrap_or_else(PoisonError::into_inner);
        if resting.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let begun = tokio::time::timeout(PATIENCE, Session::begin(&self.pool, role, Mode::Read, "")).await;
        let until = match &begun {
            Ok(Ok(_)) => None,
            _ => Some(Instant::now() + REST),
        };
        if until.is_some() {
            tracing::warn!(rest_s = REST.as_secs(), "the read replica does not answer; the primary is asked instead");
        }
        *self.asked_again_at.lock().unwrap_or_else(PoisonError::into_inner) = until;
        begun.ok()?.ok()
    }
}
