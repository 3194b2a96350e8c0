//! The routes of the gateways' configuration, for people to see. Requests are never planned from these.

use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{ModelRef, RouteName, Timestamp};
use serde::{Deserialize, Serialize};

/// A model that a route may ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RouteCandidate {
    /// Who, and what.
    pub target: ModelRef,
    /// Its share under the `weighted` strategy.
    pub weight: u32,
    /// The hardest class of request that it is given first, by its name; `None` for any.
    pub max_complexity: Option<String>,
}

/// A route as it was last configured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfiguredRoute {
    /// What clients send as `model`.
    pub name: RouteName,
    /// The name of its strategy.
    pub strategy: String,
    /// Who can be asked, in the order of the configuration.
    pub candidates: Vec<RouteCandidate>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
    /// When a gateway last started with it, or read it anew.
    pub seen_at: Timestamp,
}

/// A route's columns, in the order of [`read`].
pub const COLUMNS: &str = "name, strategy, candidates, baseline, seen_at";

/// Reads a route.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<ConfiguredRoute> {
    Ok(ConfiguredRoute {
        name: cells.parsed()?,
        strategy: cells.plain()?,
        candidates: cells.json()?,
        baseline: cells.opt_parsed()?,
        seen_at: cells.time()?,
    })
}

/// Keeps the routes as the gateway that started last has them.
#[async_trait]
pub trait RouteRepo: Send + Sync {
    /// Replaces all routes by these.
    async fn replace(&self, routes: &[ConfiguredRoute]) -> Result<()>;

    /// The routes by name.
    async fn list(&self) -> Result<Vec<ConfiguredRoute>>;
}
