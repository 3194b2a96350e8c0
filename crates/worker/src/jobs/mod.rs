//! Jobs: what runs by the clock, each in one process of a cluster at a time. One file and one line in [`ALL`] each.
//!
//! The store hands a job out with a lease ([`store::jobs`]). Whoever runs it holds on to it while it runs; a process that
//! is killed loses it when the lease ends, and the next one begins the job anew. So every job here can be done twice:
//! it looks at the store for what is left to do, and does it in transactions of its own.

mod alerts;
mod frozen;
mod partitions;
mod prices;
mod rebuild;
mod reconcile;
mod retention;
mod rollup;
mod schedule;
mod sessions;
mod unpriced;

pub(crate) use prices::Seen;
pub(crate) use schedule::keep;

use crate::{Context, telemetry};
use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use store::jobs::{Ended, Reason, Turn};
use tokio::sync::Mutex;
use uuid::Uuid;

/// How long a job is kept by a process that does not say that it still runs it.
const LEASE: Duration = Duration::from_secs(60);

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

/// How long a run by hand waits for another process to end its own.
const MAX_WAIT: Duration = Duration::from_secs(60);

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3_600);

/// Every job.
pub const ALL: &[Job] = &[
    Job { name: "prices", every: Duration::from_secs(5), run: |context| Box::pin(prices::run(context)) },
    Job { name: "alerts", every: Duration::from_secs(10), run: |context| Box::pin(alerts::run(context)) },
    Job { name: "rebuild", every: Duration::from_secs(30), run: |context| Box::pin(rebuild::run(context)) },
    Job { name: "unpriced", every: Duration::from_secs(60), run: |context| Box::pin(unpriced::run(context)) },
    Job { name: "sessions", every: Duration::from_secs(600), run: |context| Box::pin(sessions::run(context)) },
    Job { name: "partitions", every: Duration::from_secs(3_600), run: |context| Box::pin(partitions::run(context)) },
    Job { name: "rollup", every: Duration::from_secs(3_600), run: |context| Box::pin(rollup::run(context)) },
    Job { name: "reconcile", every: HOUR, run: |context| Box::pin(reconcile::run(context, reconcile::HOURLY)) },
    Job { name: "reconcile-daily", every: DAY, run: |context| Box::pin(reconcile::run(context, reconcile::DAILY)) },
    Job { name: "reconcile-weekly", every: WEEK, run: |context| Box::pin(reconcile::run(context, reconcile::WEEKLY)) },
    Job { name: "retention", every: Duration::from_secs(3_600), run: |context| Box::pin(retention::run(context)) },
];

/// What jobs remember between runs. All of it may be lost: what must survive is in the store.
#[derive(Default)]
pub(crate) struct Memory {
    /// By whose name the store knows this process.
    owner: Uuid,
    /// The prices as they were last seen.
    pub(crate) prices: Mutex<Option<Seen>>,
    /// Models that a log line has named as unpriced.
    pub(crate) unpriced: Mutex<HashSet<domain::ModelName>>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self { owner: Uuid::new_v4(), ..Self::default() }
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
    /// Another process runs it.
    #[error("the job {0} runs in another process")]
    Elsewhere(&'static str),
    /// The job panicked: a defect, named in the log.
    #[error("the job {0} panicked")]
    Panicked(&'static str),
}

/// How an attempt to run a job came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It ran and changed so much.
    Ran(u64),
    /// It is not due.
    NotDue,
    /// Another process runs it.
    Elsewhere,
}

/// Runs a job now, waiting for a run of another process to end first; answers how much it changed.
///
/// # Errors
/// See [`JobError`].
pub async fn run_now(context: &Arc<Context>, name: &str) -> Result<u64, JobError> {
    let known = || ALL.iter().map(|job| job.name).collect::<Vec<_>>().join(", ");
    let job = ALL.iter().find(|job| job.name == name).ok_or_else(|| JobError::Unknown(known()))?;
    let waiting = tokio::time::Instant::now();
    loop {
        match run(context, job, Reason::Now).await? {
            Outcome::Ran(changed) => return Ok(changed),
            _ if waiting.elapsed() > MAX_WAIT => return Err(JobError::Elsewhere(job.name)),
            _ => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Runs a job if the store gives it to this process.
async fn run(context: &Arc<Context>, job: &'static Job, reason: Reason) -> Result<Outcome, JobError> {
    let owner = context.memory.owner;
    match context.store().jobs().begin(job.name, owner, reason, LEASE, context.now()).await? {
        Turn::Yours => {}
        Turn::NotDue => return Ok(Outcome::NotDue),
        Turn::Taken => return Ok(Outcome::Elsewhere),
    }
    let shared = Arc::clone(context);
    // A task of its own turns a panic into an error, and ends with its handle when the job is lost.
    let mut running = AbortOnDrop(tokio::spawn(async move { (job.run)(&shared).await }));
    let outcome = tokio::select! {
        done = &mut running.0 => match done {
            Ok(done) => done.map_err(JobError::from),
            Err(_) => Err(JobError::Panicked(job.name)),
        },
        () = lost(context, job) => Err(JobError::Elsewhere(job.name)),
    };
    let word = if outcome.is_ok() { "ok" } else { "failed" };
    metrics::counter!(telemetry::JOB_RUNS, "job" => job.name, "outcome" => word).increment(1);
    match &outcome {
        Ok(changed) => metrics::counter!(telemetry::JOB_CHANGES, "job" => job.name).increment(*changed),
        Err(error) => tracing::error!(job = job.name, %error, "a job failed; it runs again by its schedule"),
    }
    let ended = Ended { ok: outcome.is_ok(), changed: *outcome.as_ref().unwrap_or(&0) };
    // Where this is not heard, the lease ends by itself and the job runs once more, which changes nothing.
    if let Err(error) = context.store().jobs().end(job.name, owner, ended, context.now()).await {
        tracing::warn!(job = job.name, %error, "the end of a job could not be filed");
    }
    outcome.map(Outcome::Ran)
}

/// Holds on to a job that runs; ends when another process has it.
async fn lost(context: &Context, job: &Job) {
    loop {
        tokio::time::sleep(LEASE / 4).await;
        match context.store().jobs().renew(job.name, context.memory.owner, LEASE, context.now()).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(job = job.name, %error, "the lease of a job could not be renewed"),
        }
    }
}

struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
