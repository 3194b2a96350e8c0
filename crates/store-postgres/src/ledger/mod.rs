//! The consumer's side of the ledger: batches in, exactly once.

mod apply;
mod frozen;
mod partitions;
pub(crate) mod pending;
mod rebuild;
mod rerate;
mod roll_up;
pub(crate) mod row;
pub(crate) mod sums;
mod survey;

use crate::PgStore;
use crate::cells::Cells;
use crate::rows;
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{LedgerRow, Rating};
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use store::cells::Cells as _;
use store::error::Result;
use store::ledger::{Applied, Batch, Claim, DirtyHour, LedgerRepo, Partitions, Reprice, RerateSpan, Rerated, Unpriced};
use store::tenants::zone;

/// Proof that it is the ledger's side that asks: nothing outside this module can make one, so nothing outside it can begin a
/// transaction over the rows of many tenants.
pub(crate) struct Side(());

impl Side {
    const LEDGER: Self = Self(());
}

/// Sent with BEGIN where every row is found by its key. What tables hold now is nothing to plan by: a plan is kept while a
/// table grows from empty to millions of rows.
const BY_KEY: &str =
    "; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

/// The moment before which raw rows were swept; their hours are frozen.
async fn raw_since(connection: &mut PgConnection) -> Result<Option<Timestamp>> {
    let query = sqlx::query("SELECT at FROM ledger_marks WHERE name = 'raw_since'");
    rows::first(connection, query, |row| Cells::new(row).time()).await
}

/// Holds tenants' wider sums until the transaction ends: folding, a new zone and an erasure exclude each other.
pub(crate) async fn tenant_lock(connection: &mut PgConnection, tenants: &[TenantId]) -> Result<()> {
    // Two tenants whose locks have the same number only wait for each other.
    let mut numbers: Vec<i64> = tenants.iter().map(|tenant| lock_number(*tenant)).collect();
    numbers.sort_unstable();
    let query = sqlx::query("SELECT pg_advisory_xact_lock(number) FROM UNNEST($1::bigint[]) AS number");
    rows::change(connection, query.bind(numbers.iter().bind_iter())).await?;
    Ok(())
}

fn lock_number(tenant: TenantId) -> i64 {
    let (high, low) = tenant.0.as_u64_pair();
    i64::from_ne_bytes((high ^ low.rotate_left(1)).to_ne_bytes())
}

#[async_trait]
impl LedgerRepo for PgStore {
    async fn apply(&self, batch: Batch) -> Result<Applied> {
        apply::apply(self, &batch).await
    }

    async fn claim(&self, partition: &str) -> Result<Claim> {
        apply::claim(self, partition).await
    }

    async fn offset(&self, partition: &str) -> Result<u64> {
        apply::offset(self, partition).await
    }

    async fn roll_up(&self, limit: usize) -> Result<usize> {
        roll_up::roll_up(self, limit).await
    }

    async fn prepare_partitions(&self, now: Timestamp, days_ahead: u32) -> Result<Option<Partitions>> {
        partitions::prepare(self, now, days_ahead).await.map(Some)
    }

    async fn known_tenants(&self, tenants: &[TenantId]) -> Result<Vec<TenantId>> {
        apply::known(self, tenants).await
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
        rebuild::mark(self, hours).await
    }

    async fn rebuild_dirty(&self, limit: usize, raw_kept_since: Timestamp) -> Result<usize> {
        rebuild::rebuild(self, limit, raw_kept_since).await
    }

    async fn differing_hours(&self, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Vec<DirtyHour>> {
        rebuild::differing(self, tenants, from, to).await
    }

    async fn watched_tenants(&self) -> Result<Vec<TenantId>> {
        survey::watched(self).await
    }

    async fn exporting_tenants(&self, now: Timestamp) -> Result<Vec<TenantId>> {
        survey::exporting(self, now).await
    }

    async fn unpriced(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>> {
        survey::unpriced(self, from, to).await
    }

    async fn sweep_raw(&self, before: Timestamp, limit: usize) -> Result<usize> {
        partitions::sweep(self, before, limit).await
    }

    /// The API calls this, so it runs as the tenant: the wider sums go, and every hour is marked, which answers questions
    /// from the base until the worker has folded it in the new zone.
    async fn rezone(&self, tenant_id: TenantId, zone_name: &str) -> Result<()> {
        zone(zone_name)?;
        let mut session = self.write_all(tenant_id).await?;
        tenant_lock(&mut session, &[tenant_id]).await?;
        let query = sqlx::query("UPDATE tenants SET timezone = $1 WHERE id = $2");
        if rows::change(&mut session, query.bind(zone_name).bind(tenant_id.0)).await? == 0 {
            return Err(store::StoreError::NotFound("tenant"));
        }
        for grain in store::fold::ABOVE {
            let query = rows::sql(format!("DELETE FROM {} WHERE tenant_id = $1", store::figures::table(grain)));
            rows::change(&mut session, query.bind(tenant_id.0)).await?;
        }
        pending::mark_all(&mut session, tenant_id).await?;
        session.commit().await
    }
}
