//! Consumers: what reads the log.

pub mod decide;
pub mod usage;
pub(crate) mod write;
