//! A changed price on buckets whose rows were swept: what metering can prove from their sums is priced again, the rest
//! keeps its figures and is counted.

use crate::Context;
use crate::context::HOUR_MS;
use domain::{ModelName, PriceId, ProviderName, TenantId, Timestamp};
use metering::rollup::reprice;
use metering::{Dims, Grain, Measures, PriceRow};
use std::sync::atomic::{AtomicU64, Ordering};
use store::rollups::RollupQuery;
use store::scope::WorkerProof;
use store::{Filters, StoreError};

const QUARTER_MS: i64 = HOUR_MS / 4;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What is to be done with a bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Verdict {
    /// Its prices are the ones in force.
    Right,
    /// It becomes this.
    Becomes(Box<(Dims, Measures)>),
    /// Another price is in force, and its sums do not prove what it would be.
    Undecided,
}

/// The price in force, by the rule of the price book: the tenant's own before the list, of several the latest begun.
fn in_force<'a>(
    prices: &'a [PriceRow],
    tenant: TenantId,
    (catalogue, model): (&ProviderName, &ModelName),
    at: Timestamp,
) -> Option<&'a PriceRow> {
    prices
        .iter()
        .filter(|row| row.catalogue == *catalogue && row.model == *model)
        .filter(|row| row.tenant_id.is_none_or(|owner| owner == tenant))
        .filter(|row| row.effective_from <= at && row.effective_to.is_none_or(|end| at < end))
        .max_by_key(|row| (row.tenant_id.is_some(), row.effective_from, row.id))
}

fn judge(prices: &[PriceRow], tenant: TenantId, start: Timestamp, dims: &Dims, measures: &Measures) -> Verdict {
    let by_id = |id: PriceId| prices.iter().find(|row| row.id == id);
    let mut bucket = (dims.clone(), *measures);
    let mut used = vec![dims.price_id, dims.baseline_price_id];
    used.dedup();
    for old in used.into_iter().flatten().filter_map(by_id) {
        let of = (&old.catalogue, &old.model);
        let first = in_force(prices, tenant, of, start);
        let last = in_force(prices, tenant, of, start.plus_millis(QUARTER_MS - 1));
        let Some(new) = first.filter(|row| last.is_some_and(|last| last.id == row.id)) else {
            // A price that ended or changed within the quarter hour: its rows are not told apart.
            return if first.is_some_and(|row| row.id == old.id) { Verdict::Right } else { Verdict::Undecided };
        };
        if new.id == old.id {
            continue;
        }
        let baseline = bucket.0.baseline_price_id.and_then(by_id).map(|row| row.model.clone());
        match reprice((&bucket.0, &bucket.1), old, new, baseline.as_ref()) {
            Ok(next) => bucket = next,
            Err(_) => return Verdict::Undecided,
        }
    }
    if (&bucket.0, &bucket.1) == (dims, measures) { Verdict::Right } else { Verdict::Becomes(Box::new(bucket)) }
}

/// Prices a tenant's frozen buckets from `from` on again; answers how many changed.
pub(super) async fn run(
    context: &Context,
    tenant: TenantId,
    from: Timestamp,
    prices: &[PriceRow],
) -> Result<u64, StoreError> {
    let to = context.raw_kept_since();
    if from >= to {
        return Ok(0);
    }
    let query = RollupQuery {
        from: from.floor_to(DAY_MS),
        to,
        grain: Some(Grain::Day),
        zone: "UTC".into(),
        filters: Filters::default(),
        group_by: None,
    };
    let days = context.store().rollups().series(WorkerProof.scope(tenant), &query).await?;
    let undecided = AtomicU64::new(0);
    let mut changed = 0;
    for day in days {
        let verdict =
            |start: Timestamp, dims: &Dims, measures: &Measures| match judge(prices, tenant, start, dims, measures) {
                Verdict::Becomes(bucket) => Some(*bucket),
                Verdict::Right => None,
                Verdict::Undecided => {
                    undecided.fetch_add(1, Ordering::Relaxed);
                    None
                }
            };
        let begin = day.start.max(from.floor_to(QUARTER_MS));
        let end = day.start.plus_millis(DAY_MS);
        changed += context.store().ledger().reprice_frozen(tenant, begin, end, &verdict).await?;
    }
    let undecided = undecided.into_inner();
    if undecided > 0 {
        tracing::warn!(
            buckets = undecided,
            "a price changed whose requests are past retention; these sums keep the price they were counted with"
        );
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use metering::{LedgerRow, PriceBook, contributions, rate};
    use test_support::{at, event, price_row, provider_info, tenant};

    #[test]
    fn a_bucket_becomes_what_its_rows_would_have_given() {
        let start = at("2026-11-02T10:00:00Z");
        let mut old = price_row(1, "openai", "gpt-5.4-mini", [Some(2), Some(1), Some(3), Some(8)]);
        let mut new = price_row(2, "openai", "gpt-5.4-mini", [Some(4), Some(1), Some(3), Some(9)]);
        new.effective_from = at("2026-06-01T00:00:00Z");
        old.effective_to = Some(new.effective_from);
        let lines = |price: &PriceRow| {
            let mut open = price.clone();
            (open.effective_to, open.effective_from) = (None, at("2026-01-01T00:00:00Z"));
            let book = PriceBook::new(vec![open], vec![provider_info("openai")]);
            let event = event(1);
            contributions(&LedgerRow { rating: rate(&event, &book), event }).remove(0)
        };
        let ((dims, measures), wanted) = (lines(&old), lines(&new));
        let prices = [old, new];
        assert_eq!(judge(&prices, tenant(1), start, &dims, &measures), Verdict::Becomes(Box::new(wanted.clone())));
        assert_eq!(judge(&prices, tenant(1), start, &wanted.0, &wanted.1), Verdict::Right);
        // Before the new price began, the old one is right.
        let early = at("2026-03-01T00:00:00Z");
        assert_eq!(judge(&prices, tenant(1), early, &dims, &measures), Verdict::Right);
        // Requests without a price stand in no tokens that could be told apart.
        let mixed = Measures { unpriced: 1, ..measures };
        assert_eq!(judge(&prices, tenant(1), start, &dims, &mixed), Verdict::Undecided);
    }
}
