//! From rows to what they add: sums of quarter hours, the wider sums above them, and providers' performance. Pure, so
//! that every backend adds the same.

use crate::figures::{self, Figures, to_figures};
use domain::{TenantId, Timestamp};
use metering::period::bucket_start;
use metering::rollup::{contributions, perf_contributions};
use metering::{Dims, Grain, LedgerRow, PerfDims, PerfMeasures, Zone};
use std::collections::{BTreeMap, HashMap};

/// Milliseconds of a base bucket.
pub const QUARTER_MS: i64 = 900_000;

/// Milliseconds of an hour.
pub const HOUR_MS: i64 = 4 * QUARTER_MS;

/// The grains above the base that have a table, the finest first.
pub const ABOVE: [Grain; 3] = [Grain::Day, Grain::Week, Grain::Month];

/// Sums by tenant, bucket and dimensions. Sorted, so that every batch touches rows in one order.
pub type Sums = BTreeMap<(TenantId, Timestamp, Dims), Figures>;

/// Performance by tenant, UTC hour and provider's model.
pub type Performance = BTreeMap<(TenantId, Timestamp, PerfDims), PerfMeasures>;

/// What rows add.
#[derive(Default)]
pub struct Fold {
    /// Sums of quarter hours.
    pub quarters: Sums,
    /// Performance of hours.
    pub hours: Performance,
}

impl Fold {
    /// Adds a row's sums, or takes them away with `times` -1.
    pub fn money(&mut self, row: &LedgerRow, times: i128) {
        let start = row.event.timestamp.floor_to(QUARTER_MS);
        for (dims, added) in contributions(row) {
            let sum = self.quarters.entry((row.event.tenant_id, start, dims)).or_insert([0; figures::COUNT]);
            figures::add(sum, &to_figures(&added), times);
        }
    }

    /// Adds a row's part in providers' performance; a rating does not change it.
    pub fn performance(&mut self, row: &LedgerRow) {
        let hour = row.event.timestamp.floor_to(HOUR_MS);
        for (dims, added) in perf_contributions(&row.event) {
            self.hours.entry((row.event.tenant_id, hour, dims)).or_default().merge(&added);
        }
    }

    /// Adds a whole row.
    pub fn row(&mut self, row: &LedgerRow) {
        self.money(row, 1);
        self.performance(row);
    }
}

/// The same sums in wider buckets; a tenant without a zone here counts in UTC.
#[must_use]
pub fn widened(sums: &Sums, grain: Grain, zones: &HashMap<TenantId, Zone>) -> Sums {
    let utc = Zone::utc();
    let mut wider = Sums::new();
    let mut last: Option<(TenantId, Timestamp, Timestamp)> = None;
    for ((tenant, start, dims), figures) in sums {
        // Keys are sorted, so one tenant's equal starts follow each other: a calendar is asked once for each.
        let bucket = match last {
            Some((owner, from, bucket)) if owner == *tenant && from == *start => bucket,
            _ => bucket_start(zones.get(tenant).unwrap_or(&utc), grain, *start),
        };
        last = Some((*tenant, *start, bucket));
        let sum = wider.entry((*tenant, bucket, dims.clone())).or_insert([0; figures::COUNT]);
        figures::add(sum, figures, 1);
    }
    wider
}
