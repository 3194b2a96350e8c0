//! The consumer's side of the ledger: batches in, exactly once.

use crate::cells::Cells;
use crate::dead_letters::DeadLetter;
use crate::error::Result;
use async_trait::async_trait;
use domain::{ModelName, PriceId, TenantId, Timestamp};
use metering::{Dims, LedgerRow, Measures};
use std::sync::Arc;

/// What one transaction writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Priced rows. Their tenants exist; rows of an unknown tenant belong among `dead`. Shared, so that a batch can be tried
    /// again without being copied.
    pub rows: Arc<[LedgerRow]>,
    /// What could not become a row.
    pub dead: Vec<DeadLetter>,
    /// The version of the prices that the rows were rated with. Where it is no longer the newest, nothing is written: so
    /// a price can be corrected without anything rated with the old one arriving later. `None` does not look.
    pub rated_with: Option<u64>,
    /// The consumer's offset, moved in the same transaction.
    pub advance: Option<Advance>,
}

/// A consumer's progress in one log partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Advance {
    /// The log and partition, such as `journal/0`.
    pub partition: String,
    /// The consumer's claim on the partition; must be the newest one.
    pub epoch: u64,
    /// Where the batch began; must equal what is stored.
    pub from: u64,
    /// Where the next one begins.
    pub to: u64,
}

/// A consumer's right to move a partition's offset, good until the next claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Counts claims of this partition from 1.
    pub epoch: u64,
    /// Where the next batch begins; 0 if the offset was never moved.
    pub next: u64,
}

/// How a store that cuts raw rows into partitions by time is prepared for what comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Partitions {
    /// Partitions made by this call.
    pub made: u64,
    /// Days from today on that have a partition, today included.
    pub ready_days: u64,
}

/// What a batch changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Applied {
    /// Rows that were new.
    pub inserted: u64,
    /// Rows whose `event_id` was there already; they changed nothing.
    pub duplicates: u64,
    /// Tenants that have new rows, sorted, each once.
    pub tenants: Vec<TenantId>,
}

/// A base bucket to rebuild from raw rows.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct DirtyHour {
    /// Whose.
    pub tenant_id: TenantId,
    /// The start of the UTC hour.
    pub hour: Timestamp,
}

/// A model without a price.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unpriced {
    /// The model.
    pub model: ModelName,
    /// How many requests there were whose cost is not known.
    pub requests: u64,
}

impl Unpriced {
    /// Reads a model and its requests.
    ///
    /// # Errors
    /// `Failed` for what no version writes.
    pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<Self> {
        Ok(Self { model: cells.parsed()?, requests: cells.u64()? })
    }
}

/// The open tenants with an enabled alert rule, sorted: the same statement for every backend.
pub const WATCHED: &str = "SELECT DISTINCT a.tenant_id FROM usage_alerts a JOIN tenants t ON t.id = a.tenant_id
    WHERE a.enabled AND t.closed_at IS NULL ORDER BY a.tenant_id";

/// Whole batches of many tenants; only the worker uses it.
#[async_trait]
pub trait LedgerRepo: Send + Sync {
    /// Writes a batch in one transaction: drops duplicates by `event_id`, inserts rows, adds what the new ones contribute
    /// to every rollup and histogram, files dead letters and moves the offset. All or nothing.
    ///
    /// Sums wider than the base may follow later, by [`LedgerRepo::roll_up`]; what is read is right at once all the same.
    ///
    /// # Errors
    /// `Stale` when prices have changed since the rows were rated: read them and rate again.
    /// `Fenced` when another consumer has claimed the partition since, `OffsetMoved` when the batch does not begin where
    /// the last one ended; nothing is written then.
    async fn apply(&self, batch: Batch) -> Result<Applied>;

    /// Claims a partition: raises its epoch and reads its offset in one statement, so that whoever claimed it before
    /// can no longer write, however late its last batch arrives.
    async fn claim(&self, partition: &str) -> Result<Claim>;

    /// The stored offset of a partition, 0 if it was never moved. To move it takes a claim.
    async fn offset(&self, partition: &str) -> Result<u64>;

    /// Brings days, weeks and months up to the base buckets that changed since, at most `limit` tenants' hours a call;
    /// answers how many it did, 0 when all is up to date. A store that keeps them up in `apply` has nothing to do.
    async fn roll_up(&self, limit: usize) -> Result<usize>;

    /// Makes the partitions of today and so many days ahead where they are missing. `None` from a store that has none.
    async fn prepare_partitions(&self, now: Timestamp, days_ahead: u32) -> Result<Option<Partitions>>;

    /// Which of these tenants exist.
    async fn known_tenants(&self, tenants: &[TenantId]) -> Result<Vec<TenantId>>;

    /// Re-prices the rows that used, or should have used, a price (all rows of the tenant, or of all tenants, with
    /// this catalogue's model in the span), rebuilding their buckets in the same transaction, at most `limit` rows a
    /// call. `rerate` is the pure rating function with the new price book inside. Answers how many rows changed and
    /// where to go on.
    async fn rerate(
        &self,
        span: RerateSpan,
        rerate: &(dyn for<'row> Fn(&'row LedgerRow) -> metering::Rating + Send + Sync),
    ) -> Result<Rerated>;

    /// Prices the frozen base buckets of a tenant's span again (those whose raw rows were swept) with everything above
    /// them, in one transaction. `reprice` is given a bucket's start and what it holds, and says what it becomes, or
    /// `None` to leave it. Answers how many buckets changed.
    async fn reprice_frozen(
        &self,
        tenant_id: TenantId,
        from: Timestamp,
        to: Timestamp,
        reprice: &Reprice<'_>,
    ) -> Result<u64>;

    /// Marks hours to be rebuilt from raw rows.
    async fn mark_dirty(&self, hours: &[DirtyHour]) -> Result<()>;

    /// Rebuilds up to `limit` dirty hours (and the days, weeks and months above them) from raw rows; answers how many
    /// were done. Hours whose raw rows are past `raw_kept_since` are frozen and only unmarked.
    async fn rebuild_dirty(&self, limit: usize, raw_kept_since: Timestamp) -> Result<usize>;

    /// Compares rollups with raw rows in a span of some tenants and answers the hours that differ, sorted: the
    /// reconciliation job's eyes. Many tenants cost little more than those of them that have rows in the span.
    async fn differing_hours(&self, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Vec<DirtyHour>>;

    /// The open tenants that have an enabled alert rule, sorted.
    async fn watched_tenants(&self) -> Result<Vec<TenantId>>;

    /// The tenants that have exports to make or to sweep at a moment, sorted.
    async fn exporting_tenants(&self, now: Timestamp) -> Result<Vec<TenantId>>;

    /// The models of a span's requests whose cost is not known, by name, of all tenants together.
    async fn unpriced(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>>;

    /// Deletes raw rows older than a moment, at most `limit` a call; rollups stay. Answers how many went, 0 at the end. A
    /// store that cuts them into partitions drops whole ones at once, however many rows they hold.
    async fn sweep_raw(&self, before: Timestamp, limit: usize) -> Result<usize>;

    /// Sets a tenant's zone and rebuilds its days, weeks and months from base buckets, in one transaction.
    async fn rezone(&self, tenant_id: TenantId, zone: &str) -> Result<()>;
}

/// What a frozen bucket (its start, dimensions and sums) becomes under other prices; `None` leaves it as it is.
pub type Reprice<'a> =
    dyn for<'bucket> Fn(Timestamp, &'bucket Dims, &'bucket Measures) -> Option<(Dims, Measures)> + Send + Sync + 'a;

/// Which rows to rate again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RerateSpan {
    /// One tenant, or all.
    pub tenant_id: Option<TenantId>,
    /// From here.
    pub from: Timestamp,
    /// To here, excluded.
    pub to: Timestamp,
    /// Go on after this row of the call before.
    pub after: Option<(TenantId, crate::Cursor)>,
    /// At most so many rows a call.
    pub limit: usize,
}

/// What a call of `rerate` did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rerated {
    /// Rows whose figures changed.
    pub changed: u64,
    /// Where to go on; `None` at the end.
    pub next: Option<(TenantId, crate::Cursor)>,
    /// Tenants with changed figures.
    pub tenants: Vec<TenantId>,
    /// Price rows now in use by the changed rows, for the audit log.
    pub prices: Vec<PriceId>,
}
