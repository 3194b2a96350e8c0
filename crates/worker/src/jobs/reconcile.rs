//! Compares the sums of whole hours with their rows, and marks what differs to be rebuilt.
//!
//! The hourly run looks at the last hours, the daily one at the last days, the weekly one at the last week, so that an
//! hour is looked at again when its late events are in. After downtime a run begins where the last good one ended.

use crate::Context;
use crate::context::HOUR_MS;
use domain::Timestamp;
use store::StoreError;

/// One of the three runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    job: &'static str,
    hours: i64,
}

/// Each hour is seen twice.
pub(super) const HOURLY: Span = Span { job: "reconcile", hours: 2 };
/// Each day is seen twice.
pub(super) const DAILY: Span = Span { job: "reconcile-daily", hours: 48 };
/// Each week is seen once more.
pub(super) const WEEKLY: Span = Span { job: "reconcile-weekly", hours: 8 * 24 };

/// Tenants that are asked about together: most of many have nothing in an hour, and a question of its own for each would be
/// most of the work.
const TENANTS: usize = 200;

/// Where a run begins: so many hours back, or an hour before the last good run began to look, but not in hours whose rows
/// are gone.
fn begin(span: Span, last_good: Option<Timestamp>, kept_since: Timestamp, to: Timestamp) -> Timestamp {
    let usual = to.plus_millis(-span.hours * HOUR_MS);
    let missed = last_good.map_or(usual, |good| good.floor_to(HOUR_MS).plus_millis(-HOUR_MS));
    usual.min(missed).max(kept_since)
}

pub(super) async fn run(context: &Context, span: Span) -> Result<u64, StoreError> {
    let to = context.now().floor_to(HOUR_MS);
    let jobs = context.store().jobs().list().await?;
    let last_good = jobs.iter().find(|job| job.name == span.job).and_then(|job| job.succeeded_at);
    let from = begin(span, last_good, context.raw_kept_since(), to);
    let mut marked = 0;
    let tenants: Vec<_> = context.store().tenants().list().await?.into_iter().map(|tenant| tenant.id).collect();
    for tenants in tenants.chunks(TENANTS) {
        // An hour a call: busy tenants' rows of many hours would keep a reader for too long.
        let mut hour = from;
        while hour < to {
            let ledger = context.store().ledger();
            let differing = ledger.differing_hours(tenants, hour, hour.plus_millis(HOUR_MS)).await?;
            if !differing.is_empty() {
                tracing::error!(hours = differing.len(), "sums differ from their rows; the hours will be rebuilt");
                ledger.mark_dirty(&differing).await?;
                marked += differing.len() as u64;
            }
            hour = hour.plus_millis(HOUR_MS);
        }
    }
    Ok(marked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::at;

    #[test]
    fn a_run_reaches_back_to_the_last_good_one_and_never_into_hours_without_rows() {
        let to = at("2026-11-02T12:00:00Z");
        let long_ago = at("2026-01-01T00:00:00Z");
        let begins = |last_good, kept| begin(HOURLY, last_good, kept, to);
        assert_eq!(begins(None, long_ago), at("2026-11-02T10:00:00Z"));
        assert_eq!(begins(Some(at("2026-11-02T11:30:00Z")), long_ago), at("2026-11-02T10:00:00Z"));
        assert_eq!(begins(Some(at("2026-10-30T06:10:00Z")), long_ago), at("2026-10-30T05:00:00Z"), "after downtime");
        let kept = at("2026-11-01T00:00:00Z");
        assert_eq!(begins(Some(at("2026-10-30T06:10:00Z")), kept), kept);
    }
}
