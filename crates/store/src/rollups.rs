//! Sums over time.

use crate::error::Result;
use crate::{Dimension, Filters, TenantScope};
use async_trait::async_trait;
use domain::Timestamp;
use metering::{Grain, Measures};

/// A question for sums.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RollupQuery {
    /// From here, included; a quarter hour's start.
    pub from: Timestamp,
    /// To here, excluded.
    pub to: Timestamp,
    /// How wide the answer's buckets are; `None` for one bucket over the whole span.
    pub grain: Option<Grain>,
    /// The IANA zone in which days, weeks and months are counted. The tenant's own is answered from the daily, weekly and
    /// monthly tables, any other is folded from the base.
    pub zone: String,
    /// Which rows count.
    pub filters: Filters,
    /// One series a value of this dimension.
    pub group_by: Option<Dimension>,
}

/// One bucket of one series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// When the bucket begins; the span's start where no grain was asked.
    pub start: Timestamp,
    /// The group's value as text; `None` without grouping or where the row has none.
    pub group: Option<String>,
    /// The sums.
    pub measures: Measures,
    /// Whether any sandbox row is among them.
    pub simulated: bool,
}

/// Reads a tenant's sums.
#[async_trait]
pub trait RollupRepo: Send + Sync {
    /// The series, sorted by (start, group). Buckets without rows are absent. A span whose ends are not on a quarter hour
    /// is answered with the base buckets that begin inside it; `24h` questions pass quarter-aligned ends.
    async fn series(&self, scope: TenantScope, query: &RollupQuery) -> Result<Vec<Point>>;
}
