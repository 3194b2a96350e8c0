//! Role: consumers and jobs, what runs with no caller.
//!
//! One event: read a batch, validate, price, apply in one transaction, then publish whose figures changed and release
//! the log. Jobs keep the tables true between events: see [`jobs::ALL`].

pub mod consumers;
mod context;
pub mod jobs;
mod patience;
pub mod replay;
mod settings;
mod start;
pub mod telemetry;

pub use context::{Breakers, Context, Deps, Publish};
pub use settings::Settings;
pub use start::Worker;
