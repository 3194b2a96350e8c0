//! What a worker reads from: partitions that it claims in the store, and their records in batches.
//!
//! A log that many workers share gives partitions and takes them away. Whoever is given one claims it in the store first,
//! which ends the right to write of whoever had it before; each batch carries the claim it was read under and the offset
//! that the store must hold for it. So a batch that comes too late is refused by the store, whatever its reader believes.

mod journal;
mod pace;

pub use journal::{JOURNAL_PARTITION, JournalFeed};
pub(crate) use pace::Pace;

use crate::log::{LogError, Offset, Record};
use async_trait::async_trait;
use domain::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// A claim on a partition, as the store gave it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Counts the claims of this partition; the newest may write.
    pub epoch: u64,
    /// Where to read on: everything before is stored.
    pub next: Offset,
}

/// Claims partitions in the store.
#[async_trait]
pub trait Claims: Send + Sync {
    /// Claims a partition that was given to this consumer: raises its epoch and reads its offset, in one statement. Tries
    /// until the store answers; `None` when the worker stops before it does.
    async fn claim(&self, partition: &str) -> Option<Claim>;
}

/// How a source gathers records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Records a batch at most.
    pub records: usize,
    /// Bytes of log a batch looks at, about.
    pub bytes: usize,
    /// How long records wait at most after a round of batches was stored: the longer it took, the longer they gather.
    pub rest: Duration,
    /// How long to wait for a first record.
    pub idle: Duration,
}

/// Records of one partition, in its order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartitionBatch {
    /// The partition, as the store knows it, such as `journal/0`.
    pub partition: Arc<str>,
    /// The claim it was read under.
    pub epoch: u64,
    /// The offset that the store holds once everything given before is stored.
    pub from: Offset,
    /// What was read; never empty.
    pub records: Vec<Record>,
    /// The offset to store with them.
    pub next: Offset,
}

/// How far the store is behind the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lag {
    /// Bytes of log that are not stored; `None` where the log does not count in bytes.
    pub bytes: Option<u64>,
    /// Events that are not stored, about: a log may have gaps. `None` while that is not known.
    pub events: Option<u64>,
    /// When the log took the oldest event that is not stored; `None` when none waits, or the log does not tell.
    pub oldest: Option<Timestamp>,
}

impl Lag {
    /// Whether anything waits.
    #[must_use]
    pub const fn is_behind(&self) -> bool {
        matches!(self.events, Some(1..)) || matches!(self.bytes, Some(1..))
    }
}

/// A log that workers read.
#[async_trait]
pub trait EventFeed: Send + Sync {
    /// Begins to read as a consumer of its own.
    ///
    /// # Errors
    /// The log cannot be read at all, with the fix; `Closed` when the worker stops first.
    async fn open(&self, claims: Arc<dyn Claims>, reading: Reading) -> Result<Box<dyn EventSource>, LogError>;
}

/// One consumer's reading end.
#[async_trait]
pub trait EventSource: Send {
    /// The next batches, at most one a partition; none when nothing came in `idle`. They may be stored in any order and at
    /// the same time, and must all be done with before the next call. A call that is dropped loses nothing.
    ///
    /// # Errors
    /// The log does not answer, or a partition's offset is beyond its end. Calling again goes on.
    async fn next(&mut self) -> Result<Vec<PartitionBatch>, LogError>;

    /// Hears that the store holds everything of a partition before `upto`.
    fn stored(&mut self, partition: &str, upto: Offset);

    /// Whether this consumer still believes that the claim is its own. One that was told to give the partition up does
    /// not, and then a refused batch is no reason to worry.
    fn holds(&self, partition: &str, epoch: u64) -> bool;

    /// How far the store is behind.
    fn lag(&self) -> Lag;

    /// Whether everything that stood in the log when it was last looked at has been given out.
    fn is_at_end(&self) -> bool;

    /// Gives everything up, so that others can go on at once; waits for it a bounded time.
    async fn close(&mut self);
}
