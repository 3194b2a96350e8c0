//! Jobs that run once in a cluster: who runs which now, and how the last runs ended.

use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::Timestamp;
use std::time::Duration;
use uuid::Uuid;

/// Why a job is begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Its schedule: only if this much time has passed since the last run began, or someone asked for it.
    Schedule(Duration),
    /// It is wanted now.
    Now,
}

/// The answer to whoever wants to run a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Run it. Nobody else does until the lease ends.
    Yours,
    /// Its time has not come.
    NotDue,
    /// Another process runs it, or died running it and its lease has not ended.
    Taken,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ended {
    /// Whether it came to its end.
    pub ok: bool,
    /// What it changed, in the job's own unit.
    pub changed: u64,
}

/// A job as the store knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobState {
    /// Its name.
    pub name: String,
    /// When the last run began; `None` where none ever did.
    pub begun_at: Option<Timestamp>,
    /// When the last run that came to its end did so.
    pub succeeded_at: Option<Timestamp>,
    /// How the last run ended; `None` while it runs, or where it was killed.
    pub last: Option<Ended>,
    /// Until when a process holds it.
    pub held_until: Option<Timestamp>,
    /// Whether someone asked for a run that has not begun yet.
    pub asked: bool,
}

impl JobState {
    /// What to answer to someone who asks for this job at `now`.
    #[must_use]
    pub fn turn(&self, reason: Reason, now: Timestamp) -> Turn {
        if self.held_until.is_some_and(|until| until > now) {
            return Turn::Taken;
        }
        // A run that did not end is due, and a clock that was set back stops a job for no longer than one interval.
        let (Reason::Schedule(every), Some(begun_at), Some(_), false) = (reason, self.begun_at, self.last, self.asked)
        else {
            return Turn::Yours;
        };
        let since = now.as_millis().saturating_sub(begun_at.as_millis());
        if (0..millis(every)).contains(&since) { Turn::NotDue } else { Turn::Yours }
    }
}

/// A span as milliseconds of a column.
#[must_use]
pub fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// A job's columns, in the order of [`read`].
pub const COLUMNS: &str = "name, begun_at, succeeded_at, ok, changed, held_until, asked_at";

/// Reads a job.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<JobState> {
    let name = cells.plain()?;
    let begun_at = cells.opt_time()?;
    let succeeded_at = cells.opt_time()?;
    let ended: (Option<bool>, Option<u64>) = (cells.plain()?, cells.opt_u64()?);
    let last = ended.0.zip(ended.1).map(|(ok, changed)| Ended { ok, changed });
    let (held_until, asked) = (cells.opt_time()?, cells.opt_time()?.is_some());
    Ok(JobState { name, begun_at, succeeded_at, last, held_until, asked })
}

/// Hands jobs out, one process at a time. A process that is killed in the middle of a run keeps the job for no longer
/// than its lease; the next one begins it anew, so a job must be one that can be done again.
///
/// `now` is the caller's time. A store that several processes share uses its own clock instead, so that a process whose
/// clock is off neither takes a job from another nor keeps it from its turn.
#[async_trait]
pub trait JobRepo: Send + Sync {
    /// Asks for a job on behalf of a process.
    async fn begin(&self, name: &str, owner: Uuid, reason: Reason, lease: Duration, now: Timestamp) -> Result<Turn>;

    /// Makes a job due, for whichever process looks next.
    async fn ask(&self, name: &str, now: Timestamp) -> Result<()>;

    /// Holds on to a job that runs longer than its lease; answers whether it is still this process's.
    async fn renew(&self, name: &str, owner: Uuid, lease: Duration, now: Timestamp) -> Result<bool>;

    /// Files how a run ended and lets go. A job that was lost meanwhile stays with whoever has it.
    async fn end(&self, name: &str, owner: Uuid, ended: Ended, now: Timestamp) -> Result<()>;

    /// Every job that ever ran, by name.
    async fn list(&self) -> Result<Vec<JobState>>;
}
