//! Consumers: what reads the log.

mod apply;
mod claims;
pub mod decide;
pub mod usage;
pub(crate) mod write;
