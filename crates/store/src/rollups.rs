//! Sums over time.

use crate::error::Result;
use crate::figures::{self, Figures};
use crate::fold::QUARTER_MS;
use crate::{Dimension, Filters, TenantScope};
use async_trait::async_trait;
use domain::Timestamp;
use metering::period::bucket_start;
use metering::{Grain, Measures, Zone};
use std::collections::BTreeMap;

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

impl RollupQuery {
    /// The span in whole base buckets. Those that begin inside it count; the first that does may begin after `from`.
    #[must_use]
    pub fn quarters(&self) -> (Timestamp, Timestamp) {
        let next = |moment: Timestamp| moment.plus_millis(QUARTER_MS - 1).floor_to(QUARTER_MS);
        (next(self.from), next(self.to))
    }
}

/// Gathers stored sums, of tables of any width, into the points of an answer.
pub struct Gather<'a> {
    query: &'a RollupQuery,
    zone: &'a Zone,
    /// The start asked about last, and its bucket.
    last: Option<(Timestamp, Timestamp)>,
    groups: BTreeMap<(Timestamp, Option<String>), (Figures, bool)>,
}

impl<'a> Gather<'a> {
    /// Begins with nothing; `zone` is the question's.
    #[must_use]
    pub fn new(query: &'a RollupQuery, zone: &'a Zone) -> Self {
        Self { query, zone, last: None, groups: BTreeMap::new() }
    }

    /// Adds one stored sum.
    pub fn add(&mut self, start: Timestamp, group: Option<String>, figures: &Figures, simulated: bool) {
        let bucket = match (self.query.grain, self.last) {
            (None, _) => self.query.from,
            // Sums come by their start mostly, so a calendar is asked once for many.
            (Some(_), Some((from, bucket))) if from == start => bucket,
            (Some(grain), _) => bucket_start(self.zone, grain, start),
        };
        self.last = Some((start, bucket));
        let sum = self.groups.entry((bucket, group)).or_insert(([0; figures::COUNT], false));
        figures::add(&mut sum.0, figures, 1);
        sum.1 |= simulated;
    }

    /// The points, sorted by (start, group).
    ///
    /// # Errors
    /// `Failed` for a count that is negative: the sums are damaged.
    pub fn points(self) -> Result<Vec<Point>> {
        let point = |((start, group), (figures, simulated)): (_, (Figures, bool))| {
            Ok(Point { start, group, measures: figures::from_figures(&figures)?, simulated })
        };
        self.groups.into_iter().map(point).collect()
    }
}

/// Reads a tenant's sums.
#[async_trait]
pub trait RollupRepo: Send + Sync {
    /// The answers of several questions, all of one moment, in the questions' order. Each is sorted by (start, group);
    /// buckets without rows are absent. A span whose ends are not on a quarter hour is answered with the base buckets that
    /// begin inside it; `24h` questions pass quarter-aligned ends.
    async fn several(&self, scope: TenantScope, queries: &[RollupQuery]) -> Result<Vec<Vec<Point>>>;

    /// The answer of one question.
    async fn series(&self, scope: TenantScope, query: &RollupQuery) -> Result<Vec<Point>> {
        Ok(self.several(scope, std::slice::from_ref(query)).await?.pop().unwrap_or_default())
    }
}
