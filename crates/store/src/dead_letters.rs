//! Events that could not be counted, with the reason and without anything unknown.

use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{EventId, TenantId, Timestamp};

/// One event that is not a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadLetter {
    /// Where it stood: log and partition.
    pub partition: String,
    /// And offset. With `partition` it names the letter: filing it again changes nothing.
    pub offset: u64,
    /// Why: a short code such as `unknown_field`.
    pub reason: String,
    /// The field at fault, where one is.
    pub field: Option<String>,
    /// Whose it says it is, where readable.
    pub tenant_id: Option<TenantId>,
    /// Its id, where readable.
    pub event_id: Option<EventId>,
    /// The known fields of the event as JSON, to be fixed and replayed; `None` where nothing was readable. Never an
    /// unknown field, never text that failed a check.
    pub known: Option<String>,
    /// When it was filed.
    pub at: Timestamp,
}

/// A letter's columns, in the order of [`read`].
pub const COLUMNS: &str = "partition, log_offset, reason, field, tenant_id, event_id, known, at";

/// Reads a letter.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<DeadLetter> {
    Ok(DeadLetter {
        partition: cells.plain()?,
        offset: cells.u64()?,
        reason: cells.plain()?,
        field: cells.plain()?,
        tenant_id: cells.opt_id()?.map(TenantId),
        event_id: cells.opt_id()?.map(EventId),
        known: cells.plain()?,
        at: cells.time()?,
    })
}

/// Keeps dead letters. For the operator.
#[async_trait]
pub trait DeadLetterRepo: Send + Sync {
    /// Newest first, from before (partition, offset) of the last page; at most `limit`.
    async fn list(&self, after: Option<(String, u64)>, limit: usize) -> Result<Vec<DeadLetter>>;
    /// One.
    async fn get(&self, partition: &str, offset: u64) -> Result<DeadLetter>;
    /// Removes one that was replayed or given up.
    async fn remove(&self, partition: &str, offset: u64) -> Result<()>;
    /// How many there are, by reason.
    async fn counts(&self) -> Result<Vec<(String, u64)>>;
}
