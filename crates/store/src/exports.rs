//! Large exports: which rows were asked for, how far the file came, and the parts of it that are made.

use crate::cells::Cells;
use crate::error::Result;
use crate::gzip::Piece;
use crate::usage::EventQuery;
use crate::{Cursor, TenantScope};
use async_trait::async_trait;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How long a file is kept once it is made, in milliseconds: a day.
pub const KEPT_MS: i64 = 24 * 3_600_000;

/// Exports of one tenant that are not made yet, at most.
pub const MOST_UNFINISHED: usize = 3;

/// Exports of one tenant that are kept, at most.
pub const MOST_KEPT: usize = 20;

/// Where an export stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Nobody has begun.
    Queued,
    /// Being made.
    Running,
    /// The file is there.
    Done,
    /// There will be no file; the error says why.
    Failed,
    /// Its owner removed it: nobody sees it, and what it holds is swept.
    Removed,
}

impl ExportState {
    /// Whether there is work left to do.
    #[must_use]
    pub const fn is_unfinished(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// An export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: ExportState,
    /// Which rows; `after` is where the next part begins.
    pub query: EventQuery,
    /// The IANA zone that its span was asked in.
    pub zone: String,
    /// How many rows there are; `None` until they are counted.
    pub rows_total: Option<u64>,
    /// How many of them are in the file.
    pub rows_done: u64,
    /// Bytes of the file so far, uncompressed.
    pub bytes: u64,
    /// Parts of the file so far.
    pub parts: u64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When the file was made, or given up.
    pub done_at: Option<Timestamp>,
    /// When it is swept.
    pub expires_at: Option<Timestamp>,
    /// Why there is no file, and what to do.
    pub error: Option<String>,
}

impl Export {
    /// One that nobody has begun.
    #[must_use]
    pub fn queued(id: Uuid, query: EventQuery, zone: String, created_at: Timestamp) -> Self {
        Self {
            id,
            state: ExportState::Queued,
            query,
            zone,
            rows_total: None,
            rows_done: 0,
            bytes: 0,
            parts: 0,
            created_at,
            done_at: None,
            expires_at: None,
            error: None,
        }
    }

    /// The same once its rows are counted.
    #[must_use]
    pub fn counted(self, rows: u64) -> Self {
        Self { state: ExportState::Running, rows_total: Some(rows), ..self }
    }

    /// The same with one more part of so many rows; without a `next` place to go on, it was the last.
    #[must_use]
    pub fn grown(mut self, piece: &Piece, rows: u64, next: Option<Cursor>, now: Timestamp) -> Self {
        self.rows_done += rows;
        self.bytes += piece.bytes;
        self.parts += 1;
        self.query.after = next;
        if next.is_some() {
            return self;
        }
        // Rows may have come in or been swept since they were counted: what is in the file is what there is.
        self.rows_total = Some(self.rows_done);
        self.ended(ExportState::Done, now)
    }

    /// The same, given up. The text says why and what to do.
    #[must_use]
    pub fn failed(self, error: String, now: Timestamp) -> Self {
        Self { error: Some(error), ..self.ended(ExportState::Failed, now) }
    }

    fn ended(self, state: ExportState, now: Timestamp) -> Self {
        Self { state, done_at: Some(now), expires_at: Some(now.plus_millis(KEPT_MS)), ..self }
    }

    /// Whether `next`, which comes with a part or without, may replace this one as it is stored: there is work left, and
    /// nobody else has made that part.
    #[must_use]
    pub fn may_become(&self, next: &Self, with_part: bool) -> bool {
        self.state.is_unfinished() && next.parts == self.parts + u64::from(with_part)
    }
}

/// The answer to whoever asks for one more export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admission {
    /// It is queued.
    Queued,
    /// [`MOST_UNFINISHED`] are not made yet.
    Busy,
    /// [`MOST_KEPT`] are kept.
    Full,
}

/// Whether a tenant that has these may have one more.
#[must_use]
pub fn admission(those: &[ExportState]) -> Admission {
    if those.iter().filter(|state| state.is_unfinished()).count() >= MOST_UNFINISHED {
        return Admission::Busy;
    }
    let kept = those.iter().filter(|state| **state != ExportState::Removed).count();
    if kept >= MOST_KEPT { Admission::Full } else { Admission::Queued }
}

/// An export's columns, in the order of [`read`].
pub const COLUMNS: &str =
    "id, state, query, zone, rows_total, rows_done, bytes, parts, created_at, done_at, expires_at, error";

/// Reads an export.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Export> {
    Ok(Export {
        id: cells.id()?,
        state: cells.word()?,
        query: cells.json()?,
        zone: cells.plain()?,
        rows_total: cells.opt_u64()?,
        rows_done: cells.u64()?,
        bytes: cells.u64()?,
        parts: cells.u64()?,
        created_at: cells.time()?,
        done_at: cells.opt_time()?,
        expires_at: cells.opt_time()?,
        error: cells.plain()?,
    })
}

/// The tenants that have exports to make or to sweep at the moment `$1`, sorted: the same statement for every backend.
pub const DUE: &str = "SELECT DISTINCT tenant_id FROM exports
    WHERE state IN ('queued', 'running', 'removed') OR expires_at <= $1 ORDER BY tenant_id";

/// Keeps exports and the parts of their files.
#[async_trait]
pub trait ExportRepo: Send + Sync {
    /// A tenant's exports, newest first.
    async fn list(&self, scope: TenantScope) -> Result<Vec<Export>>;

    /// One.
    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<Export>;

    /// Adds one that is queued, if the tenant may have one more; see [`admission`].
    async fn add(&self, scope: TenantScope, export: &Export) -> Result<Admission>;

    /// Files how far one came, with the part that was made, in one transaction. Says whether it was filed; it is not where
    /// there is nothing left to do, or another process was faster: see [`Export::may_become`].
    async fn record(&self, scope: TenantScope, export: &Export, part: Option<Piece>) -> Result<bool>;

    /// A part of a file, counted from 0.
    async fn part(&self, scope: TenantScope, id: Uuid, part: u64) -> Result<Piece>;

    /// Removes one from sight, and stops its making. What it holds is left to `sweep`.
    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()>;

    /// Deletes what was removed or has expired, at most `limit` parts a call; answers how many parts and exports went, 0
    /// at the end.
    async fn sweep(&self, scope: TenantScope, now: Timestamp, limit: usize) -> Result<usize>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_count_what_is_unfinished_and_what_is_kept() {
        use ExportState::{Done, Failed, Queued, Removed, Running};
        assert_eq!(admission(&[]), Admission::Queued);
        assert_eq!(admission(&[Queued, Running, Done]), Admission::Queued);
        assert_eq!(admission(&[Queued, Running, Queued]), Admission::Busy);
        assert_eq!(admission(&[[Done; 10], [Failed; 10]].concat()), Admission::Full);
        assert_eq!(admission(&[[Done; 10], [Removed; 10]].concat()), Admission::Queued);
    }
}
