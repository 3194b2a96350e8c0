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
mod platform_cost;
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
