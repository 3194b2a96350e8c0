//! A store that forgets the tenant in one of its repositories: what the leak check must see.

use crate::alerts::{AlertChange, StoredAlert};
use crate::error::Result;
use crate::keys::NewKey;
use crate::performance::{PerformancePoint, PerformanceQuery};
use crate::rollups::{Point, RollupQuery};
use crate::usage::EventQuery;
use crate::users::User;
use crate::{
    AlertRepo, ApiKey, AuditRepo, DeadLetterRepo, JobRepo, KeyHash, KeyRepo, LedgerRepo, Page, PerformanceRepo,
    PlatformCostRepo, PriceRepo, RollupRepo, SessionRepo, Store, TenantRepo, TenantScope, UsageRepo, UserRepo,
};
use async_trait::async_trait;
use domain::{EventId, KeyId, Timestamp, UserId};
use metering::{LedgerRow, PlatformCost};
use std::sync::Arc;
use uuid::Uuid;

/// Which repository leaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hole {
    /// Rows.
    Usage,
    /// Sums.
    Rollups,
    /// Performance.
    Performance,
    /// What the platform costs.
    PlatformCost,
    /// Users.
    Users,
    /// API keys.
    Keys,
    /// Alerts.
    Alerts,
}

impl Hole {
    /// How the leak check names its methods.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Usage => "usage.",
            Self::Rollups => "rollups.",
            Self::Performance => "performance.",
            Self::PlatformCost => "platform_cost.",
            Self::Users => "users.",
            Self::Keys => "keys.",
            Self::Alerts => "alerts.",
        }
    }
}

/// A store whose one repository answers everyone with the victim's data.
pub struct Leaky {
    inner: Arc<dyn Store>,
    hole: Hole,
    victim: TenantScope,
}

impl Leaky {
    /// Digs a hole into a store.
    #[must_use]
    pub fn new(inner: Arc<dyn Store>, hole: Hole, victim: TenantScope) -> Self {
        Self { inner, hole, victim }
    }
}

impl Store for Leaky {
    fn ledger(&self) -> &dyn LedgerRepo {
        self.inner.ledger()
    }
    fn usage(&self) -> &dyn UsageRepo {
        if self.hole == Hole::Usage { self } else { self.inner.usage() }
    }
    fn rollups(&self) -> &dyn RollupRepo {
        if self.hole == Hole::Rollups { self } else { self.inner.rollups() }
    }
    fn performance(&self) -> &dyn PerformanceRepo {
        if self.hole == Hole::Performance { self } else { self.inner.performance() }
    }
    fn platform_cost(&self) -> &dyn PlatformCostRepo {
        if self.hole == Hole::PlatformCost { self } else { self.inner.platform_cost() }
    }
    fn prices(&self) -> &dyn PriceRepo {
        self.inner.prices()
    }
    fn tenants(&self) -> &dyn TenantRepo {
        self.inner.tenants()
    }
    fn users(&self) -> &dyn UserRepo {
        if self.hole == Hole::Users { self } else { self.inner.users() }
    }
    fn keys(&self) -> &dyn KeyRepo {
        if self.hole == Hole::Keys { self } else { self.inner.keys() }
    }
    fn sessions(&self) -> &dyn SessionRepo {
        self.inner.sessions()
    }
    fn alerts(&self) -> &dyn AlertRepo {
        if self.hole == Hole::Alerts { self } else { self.inner.alerts() }
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

#[async_trait]
impl UsageRepo for Leaky {
    async fn events(&self, _scope: TenantScope, query: &EventQuery) -> Result<Page<LedgerRow>> {
        self.inner.usage().events(self.victim, query).await
    }
    async fn event(&self, _scope: TenantScope, event_id: EventId) -> Result<LedgerRow> {
        self.inner.usage().event(self.victim, event_id).await
    }
    async fn span(&self, _scope: TenantScope) -> Result<Option<(Timestamp, Timestamp)>> {
        self.inner.usage().span(self.victim).await
    }
    async fn erase(&self, _scope: TenantScope) -> Result<u64> {
        self.inner.usage().erase(self.victim).await
    }
}

#[async_trait]
impl RollupRepo for Leaky {
    async fn several(&self, _scope: TenantScope, queries: &[RollupQuery]) -> Result<Vec<Vec<Point>>> {
        self.inner.rollups().several(self.victim, queries).await
    }
}

#[async_trait]
impl PerformanceRepo for Leaky {
    async fn series(&self, _scope: TenantScope, query: &PerformanceQuery) -> Result<Vec<PerformancePoint>> {
        self.inner.performance().series(self.victim, query).await
    }
}

#[async_trait]
impl PlatformCostRepo for Leaky {
    async fn get(&self, _scope: TenantScope) -> Result<PlatformCost> {
        self.inner.platform_cost().get(self.victim).await
    }
    async fn put(&self, _scope: TenantScope, cost: PlatformCost) -> Result<()> {
        self.inner.platform_cost().put(self.victim, cost).await
    }
}

#[async_trait]
impl UserRepo for Leaky {
    async fn put(&self, _scope: TenantScope, user: User) -> Result<()> {
        self.inner.users().put(self.victim, user).await
    }
    async fn list(&self, _scope: TenantScope) -> Result<Vec<User>> {
        self.inner.users().list(self.victim).await
    }
    async fn get(&self, _scope: TenantScope, id: UserId) -> Result<User> {
        self.inner.users().get(self.victim, id).await
    }
    async fn remove(&self, _scope: TenantScope, id: UserId) -> Result<()> {
        self.inner.users().remove(self.victim, id).await
    }
}

#[async_trait]
impl KeyRepo for Leaky {
    async fn create(&self, _scope: TenantScope, key: NewKey) -> Result<ApiKey> {
        self.inner.keys().create(self.victim, key).await
    }
    async fn list(&self, _scope: TenantScope) -> Result<Vec<ApiKey>> {
        self.inner.keys().list(self.victim).await
    }
    async fn revoke(&self, _scope: TenantScope, key_id: KeyId, at: Timestamp) -> Result<ApiKey> {
        self.inner.keys().revoke(self.victim, key_id, at).await
    }
    async fn active(&self) -> Result<Vec<(KeyHash, ApiKey)>> {
        self.inner.keys().active().await
    }
    async fn version(&self) -> Result<u64> {
        self.inner.keys().version().await
    }
}

#[async_trait]
impl AlertRepo for Leaky {
    async fn list(&self, _scope: TenantScope) -> Result<Vec<StoredAlert>> {
        self.inner.alerts().list(self.victim).await
    }
    async fn get(&self, _scope: TenantScope, id: Uuid) -> Result<StoredAlert> {
        self.inner.alerts().get(self.victim, id).await
    }
    async fn put(&self, _scope: TenantScope, alert: StoredAlert) -> Result<()> {
        self.inner.alerts().put(self.victim, alert).await
    }
    async fn remove(&self, _scope: TenantScope, id: Uuid) -> Result<()> {
        self.inner.alerts().remove(self.victim, id).await
    }
    async fn record(&self, _scope: TenantScope, alert: &StoredAlert, change: Option<AlertChange>) -> Result<()> {
        self.inner.alerts().record(self.victim, alert, change).await
    }
    async fn history(&self, _scope: TenantScope, id: Uuid, limit: usize) -> Result<Vec<AlertChange>> {
        self.inner.alerts().history(self.victim, id, limit).await
    }
}
