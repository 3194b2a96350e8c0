//! How providers did.

use crate::TenantScope;
use crate::cells::Cells;
use crate::error::Result;
use async_trait::async_trait;
use domain::{ModelName, ProviderName, Timestamp};
use metering::period::bucket_start;
use metering::{Grain, Histogram, PerfDims, PerfMeasures, Zone};
use std::collections::BTreeMap;

/// The figures' columns, in the order of [`read`].
pub const FIGURES: &str = "attempts, succeeded, failed_client, failed_other, rate_limited, timed_out, output_tokens, \
    latency_ms, ttft_ms, tokens_per_s_x10";

/// Reads an hour's figures; `histogram` reads one as the backend keeps it.
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a, C: Cells<'a>>(cells: &mut C, histogram: impl Fn(&mut C) -> Result<Histogram>) -> Result<PerfMeasures> {
    Ok(PerfMeasures {
        attempts: cells.u64()?,
        succeeded: cells.u64()?,
        failed_client: cells.u64()?,
        failed_other: cells.u64()?,
        rate_limited: cells.u64()?,
        timed_out: cells.u64()?,
        output_tokens: cells.u64()?,
        latency_ms: histogram(cells)?,
        ttft_ms: histogram(cells)?,
        tokens_per_s_x10: histogram(cells)?,
    })
}

/// A question for performance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PerformanceQuery {
    /// From here, included; a UTC hour's start.
    pub from: Timestamp,
    /// To here, excluded.
    pub to: Timestamp,
    /// Buckets of this width, or one over the whole span.
    pub grain: Option<Grain>,
    /// The zone for days and wider.
    pub zone: String,
    /// Only these providers, or all.
    pub providers: Vec<ProviderName>,
}

/// One bucket of one model at one provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PerformancePoint {
    /// When the bucket begins.
    pub start: Timestamp,
    /// The provider.
    pub provider: ProviderName,
    /// The model.
    pub model: ModelName,
    /// The counts and histograms, merged in Rust.
    pub measures: PerfMeasures,
}

/// Gathers stored hours into the points of an answer.
pub struct Gather<'a> {
    query: &'a PerformanceQuery,
    zone: &'a Zone,
    sums: BTreeMap<(Timestamp, ProviderName, ModelName), PerfMeasures>,
}

impl<'a> Gather<'a> {
    /// Begins with nothing; `zone` is the question's.
    #[must_use]
    pub const fn new(query: &'a PerformanceQuery, zone: &'a Zone) -> Self {
        Self { query, zone, sums: BTreeMap::new() }
    }

    /// Adds an hour.
    pub fn add(&mut self, hour: Timestamp, dims: PerfDims, measures: &PerfMeasures) {
        let start = match self.query.grain {
            None => self.query.from,
            // Histograms rest on hours; nothing finer is kept.
            Some(Grain::Quarter | Grain::Hour) => hour,
            Some(grain) => bucket_start(self.zone, grain, hour),
        };
        self.sums.entry((start, dims.provider, dims.model)).or_default().merge(measures);
    }

    /// The points, sorted by (start, provider, model).
    #[must_use]
    pub fn points(self) -> Vec<PerformancePoint> {
        let point = |((start, provider, model), measures)| PerformancePoint { start, provider, model, measures };
        self.sums.into_iter().map(point).collect()
    }
}

/// Reads a tenant's view of providers.
#[async_trait]
pub trait PerformanceRepo: Send + Sync {
    /// The points, sorted by (start, provider, model).
    async fn series(&self, scope: TenantScope, query: &PerformanceQuery) -> Result<Vec<PerformancePoint>>;
}
