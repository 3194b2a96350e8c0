//! What must survive: one repository trait a file, and the contract suite every backend passes.
//!
//! Reading takes a [`TenantScope`], which only a verified credential can make; see `scope.rs`.

pub mod alerts;
pub mod audit;
pub mod cells;
#[cfg(feature = "contract")]
pub mod contract;
pub mod cover;
pub mod dead_letters;
pub mod error;
pub mod figures;
pub mod fold;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod performance;
pub mod platform_cost;
pub mod prices;
pub mod query;
pub mod questions;
pub mod reprice;
pub mod rollups;
pub mod row;
pub mod scope;
pub mod sessions;
pub mod tenants;
pub mod usage;
pub mod users;
pub mod watch;
pub mod words;

pub use alerts::AlertRepo;
pub use audit::AuditRepo;
pub use dead_letters::DeadLetterRepo;
pub use error::StoreError;
pub use jobs::JobRepo;
pub use keys::{ApiKey, KeyHash, KeyRepo};
pub use ledger::LedgerRepo;
pub use performance::PerformanceRepo;
pub use platform_cost::PlatformCostRepo;
pub use prices::PriceRepo;
pub use query::{Cursor, Dimension, Filters, Page};
pub use rollups::RollupRepo;
pub use scope::{OperatorKey, OperatorProof, TenantScope};
pub use sessions::SessionRepo;
pub use tenants::{Tenant, TenantRepo};
pub use usage::UsageRepo;
pub use users::UserRepo;

/// Every repository of one backend. Roles hold an `Arc<dyn Store>` and ask for the one they need.
pub trait Store: Send + Sync {
    /// The consumer's side: whole batches of many tenants.
    fn ledger(&self) -> &dyn LedgerRepo;
    /// Rows of the ledger, for a tenant.
    fn usage(&self) -> &dyn UsageRepo;
    /// Sums over time, for a tenant.
    fn rollups(&self) -> &dyn RollupRepo;
    /// Providers' performance, for a tenant.
    fn performance(&self) -> &dyn PerformanceRepo;
    /// What the platform costs tenants.
    fn platform_cost(&self) -> &dyn PlatformCostRepo;
    /// Prices and the providers they apply to.
    fn prices(&self) -> &dyn PriceRepo;
    /// Tenants.
    fn tenants(&self) -> &dyn TenantRepo;
    /// Users of a tenant.
    fn users(&self) -> &dyn UserRepo;
    /// API keys.
    fn keys(&self) -> &dyn KeyRepo;
    /// Dashboard sessions and one-time sign-in links.
    fn sessions(&self) -> &dyn SessionRepo;
    /// Alert rules, states and history.
    fn alerts(&self) -> &dyn AlertRepo;
    /// Events that could not be counted.
    fn dead_letters(&self) -> &dyn DeadLetterRepo;
    /// Jobs that run once in a cluster.
    fn jobs(&self) -> &dyn JobRepo;
    /// Who changed what.
    fn audit(&self) -> &dyn AuditRepo;
}

/// A backend has every repository itself.
impl<T> Store for T
where
    T: LedgerRepo
        + UsageRepo
        + RollupRepo
        + PerformanceRepo
        + PlatformCostRepo
        + PriceRepo
        + TenantRepo
        + UserRepo
        + KeyRepo
        + SessionRepo
        + AlertRepo
        + DeadLetterRepo
        + JobRepo
        + AuditRepo,
{
    fn ledger(&self) -> &dyn LedgerRepo {
        self
    }
    fn usage(&self) -> &dyn UsageRepo {
        self
    }
    fn rollups(&self) -> &dyn RollupRepo {
        self
    }
    fn performance(&self) -> &dyn PerformanceRepo {
        self
    }
    fn platform_cost(&self) -> &dyn PlatformCostRepo {
        self
    }
    fn prices(&self) -> &dyn PriceRepo {
        self
    }
    fn tenants(&self) -> &dyn TenantRepo {
        self
    }
    fn users(&self) -> &dyn UserRepo {
        self
    }
    fn keys(&self) -> &dyn KeyRepo {
        self
    }
    fn sessions(&self) -> &dyn SessionRepo {
        self
    }
    fn alerts(&self) -> &dyn AlertRepo {
        self
    }
    fn dead_letters(&self) -> &dyn DeadLetterRepo {
        self
    }
    fn jobs(&self) -> &dyn JobRepo {
        self
    }
    fn audit(&self) -> &dyn AuditRepo {
        self
    }
}
