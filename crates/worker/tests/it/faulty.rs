//! A store that fails when it is told to: before it has written, or after, so that only the answer is lost.

use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{LedgerRow, Rating};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::error::Result;
use store::ledger::{Applied, Batch, Claim, DirtyHour, Partitions, Reprice, RerateSpan, Rerated, Unpriced};
use store::{
    AlertRepo, AuditRepo, DeadLetterRepo, JobRepo, KeyRepo, LedgerRepo, PerformanceRepo, PlatformCostRepo, PriceRepo,
    RollupRepo, SessionRepo, Store, StoreError, TenantRepo, UsageRepo, UserRepo,
};

/// The store and how often its `apply` still fails.
pub struct Faulty {
    inner: Arc<dyn Store>,
    before: AtomicU32,
    after: AtomicU32,
}

impl Faulty {
    /// A store whose `apply` fails `before` times without writing, then `after` times having written.
    pub fn new(inner: Arc<dyn Store>, before: u32, after: u32) -> Self {
        Self { inner, before: before.into(), after: after.into() }
    }
}

fn take(left: &AtomicU32) -> bool {
    left.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
}

fn down() -> StoreError {
    StoreError::Failed("pulled the plug".into())
}

#[async_trait]
impl LedgerRepo for Faulty {
    async fn apply(&self, batch: Batch) -> Result<Applied> {
        if take(&self.before) {
            return Err(down());
        }
        let applied = self.inner.ledger().apply(batch).await?;
        if take(&self.after) { Err(down()) } else { Ok(applied) }
    }
    async fn claim(&self, partition: &str) -> Result<Claim> {
        self.inner.ledger().claim(partition).await
    }
    async fn roll_up(&self, limit: usize) -> Result<usize> {
        self.inner.ledger().roll_up(limit).await
    }
    async fn prepare_partitions(&self, now: Timestamp, days_ahead: u32) -> Result<Option<Partitions>> {
        self.inner.ledger().prepare_partitions(now, days_ahead).await
    }
    async fn offset(&self, partition: &str) -> Result<u64> {
        self.inner.ledger().offset(partition).await
    }
    async fn known_tenants(&self, tenants: &[TenantId]) -> Result<Vec<TenantId>> {
        self.inner.ledger().known_tenants(tenants).await
    }
    async fn rerate(
        &self,
        span: RerateSpan,
        rerate: &(dyn for<'row> Fn(&'row LedgerRow) -> Rating + Send + Sync),
    ) -> Result<Rerated> {
        self.inner.ledger().rerate(span, rerate).await
    }
    async fn reprice_frozen(
        &self,
        tenant_id: TenantId,
        from: Timestamp,
        to: Timestamp,
        reprice: &Reprice<'_>,
    ) -> Result<u64> {
        self.inner.ledger().reprice_frozen(tenant_id, from, to, reprice).await
    }
    async fn mark_dirty(&self, hours: &[DirtyHour]) -> Result<()> {
        self.inner.ledger().mark_dirty(hours).await
    }
    async fn rebuild_dirty(&self, limit: usize, raw_kept_since: Timestamp) -> Result<usize> {
        self.inner.ledger().rebuild_dirty(limit, raw_kept_since).await
    }
    async fn differing_hours(&self, tenants: &[TenantId], from: Timestamp, to: Timestamp) -> Result<Vec<DirtyHour>> {
        self.inner.ledger().differing_hours(tenants, from, to).await
    }
    async fn watched_tenants(&self) -> Result<Vec<TenantId>> {
        self.inner.ledger().watched_tenants().await
    }
    async fn unpriced(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Unpriced>> {
        self.inner.ledger().unpriced(from, to).await
    }
    async fn sweep_raw(&self, before: Timestamp, limit: usize) -> Result<usize> {
        self.inner.ledger().sweep_raw(before, limit).await
    }
    async fn rezone(&self, tenant_id: TenantId, zone: &str) -> Result<()> {
        self.inner.ledger().rezone(tenant_id, zone).await
    }
}

impl Store for Faulty {
    fn ledger(&self) -> &dyn LedgerRepo {
        self
    }
    fn usage(&self) -> &dyn UsageRepo {
        self.inner.usage()
    }
    fn rollups(&self) -> &dyn RollupRepo {
        self.inner.rollups()
    }
    fn performance(&self) -> &dyn PerformanceRepo {
        self.inner.performance()
    }
    fn platform_cost(&self) -> &dyn PlatformCostRepo {
        self.inner.platform_cost()
    }
    fn prices(&self) -> &dyn PriceRepo {
        self.inner.prices()
    }
    fn tenants(&self) -> &dyn TenantRepo {
        self.inner.tenants()
    }
    fn users(&self) -> &dyn UserRepo {
        self.inner.users()
    }
    fn keys(&self) -> &dyn KeyRepo {
        self.inner.keys()
    }
    fn sessions(&self) -> &dyn SessionRepo {
        self.inner.sessions()
    }
    fn alerts(&self) -> &dyn AlertRepo {
        self.inner.alerts()
    }
    fn dead_letters(&self) -> &dyn DeadLetterRepo {
        self.inner.dead_letters()
    }
    fn jobs(&self) -> &dyn JobRepo {
        self.inner.jobs()
    }
    fn audit(&self) -> &dyn AuditRepo {
        self.inner.audit()
    }
}
