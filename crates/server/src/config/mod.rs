//! The configuration: a file a section, read by `load`, checked whole before anything starts.

mod cache;
mod events;
mod limits;
pub mod load;
mod names;
pub mod problem;
mod provider;
mod retention;
mod retry;
mod roles;
mod route;
mod secret;
mod section;
mod store;
mod telemetry;
#[cfg(test)]
mod tests;
mod tree;
mod units;
mod url;

pub use cache::Cache;
pub use events::{Events, Log};
pub use limits::Sizes;
pub use problem::Problems;
pub use provider::Provider;
pub use retention::Retention;
pub use roles::Roles;
pub use route::Route;
pub use secret::Outside;
pub use store::{Postgres, Store};
pub use telemetry::{Format, Telemetry};

use std::path::PathBuf;

/// All that is configured, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `host:port` to listen on; port 0 takes a free one.
    pub listen: String,
    /// Where state lies.
    pub data_dir: PathBuf,
    /// Which roles this process plays.
    pub roles: Roles,
    /// `[store]`.
    pub store: Store,
    /// `[events]`.
    pub events: Events,
    /// `[cache]`.
    pub cache: Cache,
    /// `[[provider]]`.
    pub providers: Vec<Provider>,
    /// `[[route]]`.
    pub routes: Vec<Route>,
    /// `[limits]` and `[timeouts]`.
    pub sizes: Sizes,
    /// `[retry]`.
    pub retry: ::routing::RetrySettings,
    /// `[retention]`.
    pub retention: Retention,
    /// `[telemetry]`.
    pub telemetry: Telemetry,
}
