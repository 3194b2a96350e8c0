//! Starting and stopping the worker.

use crate::jobs::{self, JobError};
use crate::{Context, Deps, consumers};
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A running worker.
pub struct Worker {
    context: Arc<Context>,
    tasks: JoinSet<&'static str>,
}

impl Worker {
    /// Starts the consumer and every job's schedule on the current runtime; they run until `stop`.
    #[must_use]
    pub fn start(deps: Deps, stop: CancellationToken) -> Self {
        let context = Arc::new(Context::new(deps));
        let mut tasks = JoinSet::new();
        let (consuming, stopped) = (Arc::clone(&context), stop.clone());
        tasks.spawn(async move {
            supervise(consuming, stopped).await;
            "consumer"
        });
        for job in jobs::ALL {
            let (context, stop) = (Arc::clone(&context), stop.clone());
            tasks.spawn(async move {
                jobs::keep(context, job, stop).await;
                job.name
            });
        }
        Self { context, tasks }
    }

    /// Runs a job now, beside its schedule; answers how much it changed.
    ///
    /// # Errors
    /// No job of this name, or the store failed.
    pub async fn run_now(&self, name: &str) -> Result<u64, JobError> {
        jobs::run_now(&self.context, name).await
    }

    /// What consumers and jobs share, for replay by hand.
    #[must_use]
    pub fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// Waits until everything has ended after `stop`. What was read and not committed is read again at the next start.
    pub async fn joined(mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            match ended {
                Ok(name) => tracing::debug!(name, "a part of the worker ended"),
                Err(error) => tracing::error!(%error, "a part of the worker ended by a panic"),
            }
        }
    }
}

/// Keeps the consumer running: a defect that ends it must not end counting for good.
async fn supervise(context: Arc<Context>, stop: CancellationToken) {
    let mut pauses = crate::patience::Pauses::new(&context.deps.settings);
    loop {
        let (consuming, stopped) = (Arc::clone(&context), stop.clone());
        let ended = tokio::spawn(async move { consumers::usage::run(&consuming, stopped).await }).await;
        if stop.is_cancelled() {
            return;
        }
        tracing::error!(panicked = ended.is_err(), "the consumer ended before it was told to; starting it again");
        if !crate::patience::rest(&stop, pauses.take()).await {
            return;
        }
    }
}
