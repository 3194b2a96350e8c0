//! The consumer's side of the ledger: batches in, exactly once.

mod apply;
pub(crate) mod fold;
mod frozen;
mod rebuild;
mod rerate;
pub(crate) mod row;
pub(crate) mod sums;
mod survey;

use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{LedgerRow, Rating};
use rusqlite::{Connection, params};
use store::cells::Cells as _;
use store::error::Result;
use store::fold::HOUR_MS;
use store::ledger::{Applied, Batch, Claim, DirtyHour, LedgerRepo, Partitions, Reprice, RerateSpan, Rerated, Unpriced};
use store::words::count;

/// The moment before which raw rows were swept; their hours are frozen.
fn raw_since(connection: &Connection) -> Result<Timestamp> {
    let sql = "SELECT value FROM ledger_marks WHERE name = 'raw_since'";
    let mark = rows::first(connection, sql, [], |row| row.get(0).map_err(crate::failure::failed))?;
    Ok(Timestamp::from_millis(mark.unwrap_or(i64::MIN)))
}

#[async_trait]
impl LedgerRepo for SqliteStore {
    async fn apply(&self, batch: Batch) -> Result<Applied> {
        self.write(move |transaction| apply::apply(transaction, &batch)).await
    }

    async fn offset(&self, partition: &str) -> Result<u64> {
        let partition = partition.to_owned();
        self.read(move |transaction| apply::offset(transaction, &partition)).await
    }

    async fn claim(&self, partition: &str) -> Result<Claim> {
        let partition = partition.to_owned();
        self.write(move |transaction| apply::claim(transaction, &partition)).await
    }

    async fn roll_up(&self, _limit: usize) -> Result<usize> {
        Ok(0)
    }

    async fn prepare_partitions(&self, _now: Timestamp, _days_ahead: u32) -> Result<Option<Partitions>> {
        Ok(None)
    }

    async fn known_tenants(&self, tenants: &[TenantId]) -> Result<Vec<TenantId>> {
        let tenants = tenants.to_vec();
        self.read(move |transaction| {
            let mut known = Vec::with_capacity(tenants.len());
            for tenant in tenants {
                let sql = "SELECT 1 FROM tenants WHERE id = ?";
                if rows::first(transaction, sql, [tenant.0.as_bytes()], |_| Ok(()))?.is_some() {
                    known.push(tenant);
                }
            }
            Ok(known)
        })
        .await
    }

    async fn rerate(
        &self,
        span: RerateSpan,
        rerate: &(dyn for<'row> Fn(&'row LedgerRow) -> Rating + Send + Sync),
    ) -> Result<Rerated> {
        rerate::rerate(self, span, rerate).await
    }

    async fn reprice_frozen(
        &self,
        tenant_id: TenantId,
        from: Timestamp,
        to: Timestamp,
        reprice: &Reprice<'_>,
    ) -> Result<u64> {
        frozen::reprice(self, tenant_id, (from, to), reprice).await
    }

    async fn mark_dirty(&self, hours: &[DirtyHour]) -> Result<()> {
        let hours = hours.to_vec();
        self.write(move |transaction| rebuild::mark(transaction, &hours)).await
    }

    async fn rebuild_dirty(&self, limit: usize, raw_kept_since: Timestamp) -> Result<usize> {
        self.write(move |transaction| rebuild::rebuild(transaction, limit, raw_kept_since)).await
    }

    async fn differing_hours(&self, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Vec<DirtyHour>> {
        let mut differing = Vec::new();
        for tenant in tenants.iter().copied() {
            // A tenant a reader's turn: others want to read as well.
            differing.extend(self.read(move |transaction| rebuild::differing(transaction, tenant, from, to)).await?);
        }
        differing.sort_unstable();
        Ok(differing)
    }

    async fn watched_tenants(&self) -> Result<Vec<TenantId>> {
        self.read(|transaction| survey::watched(transaction)).await
    }

    async fn exporting_tenants(&self, now: Timestamp) -> Result<Vec<TenantId>> {
        self.read(move |transaction| survey::exporting(transaction, now)).await
    }

    async fn unpriced(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>> {
        self.read(move |transaction| survey::unpriced(transaction, from, to)).await
    }

    async fn sweep_raw(&self, before: Timestamp, limit: usize) -> Result<usize> {
        // Whole hours only: an hour is either all there, and can be rebuilt, or frozen.
        let before = before.floor_to(HOUR_MS);
        self.write(move |transaction| {
            rows::change(
                transaction,
                "INSERT INTO ledger_marks (name, value) VALUES ('raw_since', ?)
                 ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                [before.as_millis()],
            )?;
            let owners = rows::all(transaction, "SELECT id FROM tenants ORDER BY id", [], |row| {
                crate::cells::Cells::new(row).id()
            })?;
            let mut left = count(limit as u64, "limit")?;
            for owner in owners {
                let gone = rows::change(
                    transaction,
                    "DELETE FROM usage_metrics WHERE (tenant_id, timestamp, event_id) IN (
                        SELECT tenant_id, timestamp, event_id FROM usage_metrics
                        WHERE tenant_id = ? AND timestamp < ? ORDER BY timestamp LIMIT ?)",
                    params![owner.as_bytes(), before.as_millis(), left],
                )?;
                left -= count(gone as u64, "rows")?;
            }
            Ok(limit - usize::try_from(left).unwrap_or(0))
        })
        .await
    }

    async fn rezone(&self, tenant_id: TenantId, zone: &str) -> Result<()> {
        let zone = zone.to_owned();
        self.write(move |transaction| rebuild::rezone(transaction, tenant_id, &zone)).await
    }
}
