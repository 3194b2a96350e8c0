//! What a process needs from outside and may be without for a while, and what `/readyz` says of it meanwhile.

use std::sync::{Arc, Mutex, PoisonError};

/// Something outside, as this process last found it. Clones look at the same.
#[derive(Clone, Default)]
pub struct Dependency(Arc<Mutex<Option<String>>>);

impl Dependency {
    /// It is there.
    pub fn well(&self) {
        self.set(None);
    }

    /// It is not, or not as it must be: why, and what to do.
    pub fn missing(&self, problem: impl Into<String>) {
        self.set(Some(problem.into()));
    }

    /// What is wrong with it; `None` where nothing is.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, problem: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }
}
