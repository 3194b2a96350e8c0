//! What the operator changes: tenants, keys, users, prices, providers, dead letters; and who changed what.

pub mod audit;
pub mod dead_letters;
pub mod keys;
pub mod prices;
pub mod providers;
pub mod tenants;
pub mod users;
