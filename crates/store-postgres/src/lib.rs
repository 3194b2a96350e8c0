//! The store on PostgreSQL: partitioned raw rows, row-level security, many processes at once.
//!
//! Every method is a transaction that begins by taking a role: the tenant's, the worker's or the operator's. The login
//! itself may do nothing. What a role may see is the database's to enforce; every statement names its tenant all the same.

mod alerts;
mod audit;
mod cells;
mod check;
mod dead_letters;
mod failure;
mod filters;
mod grants;
mod jobs;
mod keys;
mod ledger;
pub mod migrations;
mod open;
mod performance;
mod pieces;
mod prices;
mod records;
mod replica;
mod rollups;
mod rows;
mod session;
mod sessions;
mod settings;
mod startup;
mod tenants;
mod usage;
mod users;

pub use check::{Finding, check};
pub use migrations::{Logins, migrate};
pub use open::PgStore;
pub use settings::Settings;

use store::Store;

impl Store for PgStore {
    fn ledger(&self) -> &dyn store::LedgerRepo {
        self
    }
    fn usage(&self) -> &dyn store::UsageRepo {
        self
    }
    fn rollups(&self) -> &dyn store::RollupRepo {
        self
    }
    fn performance(&self) -> &dyn store::PerformanceRepo {
        self
    }
    fn prices(&self) -> &dyn store::PriceRepo {
        self
    }
    fn tenants(&self) -> &dyn store::TenantRepo {
        self
    }
    fn users(&self) -> &dyn store::UserRepo {
        self
    }
    fn keys(&self) -> &dyn store::KeyRepo {
        self
    }
    fn sessions(&self) -> &dyn store::SessionRepo {
        self
    }
    fn alerts(&self) -> &dyn store::AlertRepo {
        self
    }
    fn dead_letters(&self) -> &dyn store::DeadLetterRepo {
        self
    }
    fn jobs(&self) -> &dyn store::JobRepo {
        self
    }
    fn audit(&self) -> &dyn store::AuditRepo {
        self
    }
}
