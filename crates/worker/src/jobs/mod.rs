//! Jobs: what runs by the clock. One file and one line in [`ALL`] each.

mod alerts;
mod frozen;
mod prices;
mod rebuild;
mod reconcile;
mod retention;
mod schedule;
mod sessions;
mod unpriced;
mod window;

pub(crate) use prices::Seen;
pub(crate) use schedule::keep;

use crate::{Context, telemetry};
use std::collections::{BTreeMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use tokio::sync::Mutex;

/// What a run changed, in the job's own unit.
type Changed<'a> = Pin<Box<dyn Future<Output = Result<u64, StoreError>> + Send + 'a>>;

/// One job.
pub struct Job {
    /// Its name, for running it by hand and for metrics.
    pub name: &'static str,
    /// How often it runs.
    pub every: Duration,
    /// What it does.
    run: for<'a> fn(&'a Context) -> Changed<'a>,
}

/// Every job.
pub const ALL: &[Job] = &[
    Job { name: "prices", every: Duration::from_secs(5), run: |context| Box::pin(prices::run(context)) },
    Job { name: "alerts", every: Duration::from_secs(10), run: |context| Box::pin(alerts::run(context)) },
    Job { name: "rebuild", every: Duration::from_secs(30), run: |context| Box::pin(rebuild::run(context)) },
    Job { name: "unpriced", every: Duration::from_secs(60), run: |context| Box::pin(unpriced::run(context)) },
    Job { name: "sessions", every: Duration::from_secs(600), run: |context| Box::pin(sessions::run(context)) },
    Job { name: "reconcile", every: Duration::from_secs(3_600), run: |context| Box::pin(reconcile::run(context)) },
    Job { name: "retention", every: Duration::from_secs(3_600), run: |context| Box::pin(retention::run(context)) },
];

/// What jobs remember between runs. All of it may be lost: what must survive is in the store.
#[derive(Default)]
pub(crate) struct Memory {
    /// Held by a job while it runs, so that a run by hand and one by schedule do not meet.
    running: BTreeMap<&'static str, Mutex<()>>,
    /// The prices as they were last seen.
    pub(crate) prices: Mutex<Option<Seen>>,
    /// Models that a log line has named as unpriced.
    pub(crate) unpriced: Mutex<HashSet<String>>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self { running: ALL.iter().map(|job| (job.name, Mutex::default())).collect(), ..Self::default() }
    }
}

/// Why a job did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// There is none of this name.
    #[error("there is no job of this name; there are {0}")]
    Unknown(String),
    /// The store failed; the job runs again by its schedule.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job panicked: a defect, named in the log.
    #[error("the job {0} panicked")]
    Panicked(&'static str),
}

/// Runs a job now and waits for its end; answers how much it changed.
///
/// # Errors
/// See [`JobError`].
pub async fn run_now(context: &Arc<Context>, name: &str) -> Result<u64, JobError> {
    let known = || ALL.iter().map(|job| job.name).collect::<Vec<_>>().join(", ");
    let job = ALL.iter().find(|job| job.name == name).ok_or_else(|| JobError::Unknown(known()))?;
    run(context, job).await
}

async fn run(context: &Arc<Context>, job: &'static Job) -> Result<u64, JobError> {
    let shared = Arc::clone(context);
    // A task of its own turns a panic into an error.
    let outcome = tokio::spawn(async move {
        let _alone = match shared.memory.running.get(job.name) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        };
        (job.run)(&shared).await
    })
    .await;
    let outcome = match outcome {
        Ok(done) => done.map_err(JobError::from),
        Err(_) => Err(JobError::Panicked(job.name)),
    };
    let word = if outcome.is_ok() { "ok" } else { "failed" };
    metrics::counter!(telemetry::JOB_RUNS, "job" => job.name, "outcome" => word).increment(1);
    match &outcome {
        Ok(changed) => metrics::counter!(telemetry::JOB_CHANGES, "job" => job.name).increment(*changed),
        Err(error) => tracing::error!(job = job.name, %error, "a job failed; it runs again by its schedule"),
    }
    outcome
}
