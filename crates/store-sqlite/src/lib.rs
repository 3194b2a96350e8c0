//! The store on SQLite: one file, one writer thread.
//!
//! Every write is a job of the one writer thread and a transaction of its own; reads run beside it on a few threads with
//! connections of their own (WAL: readers see the last commit and never wait for the writer).

mod alerts;
mod audit;
mod cells;
mod dead_letters;
mod failure;
mod filters;
mod jobs;
mod keys;
mod lane;
mod ledger;
pub mod migrations;
mod open;
mod performance;
mod prices;
mod rollups;
mod rows;
mod sessions;
mod tenants;
mod usage;
mod users;

pub use open::{Settings, SqliteStore};

use store::Store;

impl Store for SqliteStore {
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
