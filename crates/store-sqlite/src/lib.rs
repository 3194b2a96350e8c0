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
mod platform_cost;
mod prices;
mod rollups;
mod rows;
mod sessions;
mod tenants;
mod usage;
mod users;

pub use open::{Settings, SqliteStore};
