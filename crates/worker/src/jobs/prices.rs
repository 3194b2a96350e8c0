//! Watches the prices: a change puts a new book on the shelf and rates again every row it touches.
//!
//! How far prices have been looked at is kept in the store as the offset of a partition of its own (the highest price
//! id), so that a price added while no worker ran is not missed. A price that was closed by hand while none ran is:
//! closing has no id.

use crate::Context;
use domain::{PriceId, TenantId, Timestamp};
use metering::{PriceRow, ProviderInfo, rate};
use std::collections::{BTreeMap, BTreeSet};
use store::StoreError;
use store::ledger::{Advance, Batch, RerateSpan};

/// The partition whose offset is the highest price id that was looked at.
const PARTITION: &str = "prices/0";

/// Rows a call.
const ROWS: usize = 500;

/// Prices and providers as they were last seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Seen {
    prices: Vec<PriceRow>,
    providers: Vec<ProviderInfo>,
}

/// From when on whose rows may have another rating: a tenant's, or everyone's.
fn touched(before: Option<&Seen>, now: &Seen, looked_at: PriceId) -> BTreeMap<Option<TenantId>, Timestamp> {
    let mut spans = BTreeMap::new();
    let mut touch = |owner: Option<TenantId>, from: Timestamp| {
        let begin = spans.entry(owner).or_insert(from);
        *begin = from.min(*begin);
    };
    let old: BTreeMap<PriceId, &PriceRow> =
        before.map(|seen| seen.prices.iter().map(|row| (row.id, row)).collect()).unwrap_or_default();
    for row in &now.prices {
        match old.get(&row.id) {
            // Where it ends matters from the earlier of both ends on.
            Some(old) if old.effective_to != row.effective_to => {
                if let Some(end) = old.effective_to.into_iter().chain(row.effective_to).min() {
                    touch(row.tenant_id, end);
                }
            }
            Some(_) => {}
            None if row.id > looked_at => touch(row.tenant_id, row.effective_from),
            None => {}
        }
    }
    // Another catalogue for a provider is another price for everything it ever served.
    let catalogues = |seen: &Seen| -> BTreeSet<_> {
        seen.providers.iter().map(|info| (info.name.clone(), info.catalogue.clone())).collect()
    };
    if let Some(before) = before
        && !catalogues(before).is_superset(&catalogues(now))
    {
        touch(None, Timestamp::from_millis(0));
    }
    spans
}

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let prices = context.store().prices().now().await?;
    let book = prices.book();
    let now = Seen { prices: prices.rows, providers: prices.providers };
    let mut seen = context.memory.prices.lock().await;
    if seen.as_ref() == Some(&now) {
        return Ok(0);
    }
    let looked_at = context.store().ledger().offset(PARTITION).await?;
    let spans = touched(seen.as_ref(), &now, PriceId(i64::try_from(looked_at).unwrap_or(i64::MAX)));
    context.deps.prices.replace(book);
    // Nothing that was rated with the old book comes in after this: the store takes what was rated with the newest only.
    let everyone = spans.get(&None).copied();
    let mut changed = 0;
    for (owner, from) in &spans {
        if owner.is_some() && everyone.is_some_and(|all| all <= *from) {
            continue;
        }
        changed += rerate(context, *owner, *from).await?;
        let tenants = match owner {
            Some(owner) => vec![*owner],
            None => context.store().tenants().list().await?.into_iter().map(|tenant| tenant.id).collect(),
        };
        for tenant in tenants {
            let frozen = super::frozen::run(context, tenant, *from, &now.prices).await?;
            context.publish(if frozen > 0 { std::slice::from_ref(&tenant) } else { &[] });
            changed += frozen;
        }
    }
    let highest = now.prices.iter().filter_map(|row| u64::try_from(row.id.0).ok()).max().unwrap_or(0);
    if highest > looked_at {
        let claim = context.store().ledger().claim(PARTITION).await?;
        let advance = Advance { partition: PARTITION.into(), epoch: claim.epoch, from: looked_at, to: highest };
        context.store().ledger().apply(Batch { advance: Some(advance), ..Batch::default() }).await?;
    }
    // Only now, so that a run that fails half way is done again.
    *seen = Some(now);
    Ok(changed)
}

async fn rerate(context: &Context, tenant_id: Option<TenantId>, from: Timestamp) -> Result<u64, StoreError> {
    let book = context.deps.prices.book();
    let to = Timestamp::from_millis(i64::MAX);
    let mut span = RerateSpan { tenant_id, from, to, after: None, limit: ROWS };
    let mut changed = 0;
    loop {
        let ledger = context.store().ledger();
        let done = ledger.rerate(span.clone(), &|row| rate(&row.event, &book)).await?;
        context.publish(&done.tenants);
        changed += done.changed;
        match done.next {
            Some(place) => span.after = Some(place),
            None => return Ok(changed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::{at, price_row, provider_info, tenant};

    fn seen(prices: Vec<PriceRow>) -> Seen {
        Seen { prices, providers: vec![provider_info("openai")] }
    }

    #[test]
    fn new_closed_and_moved_prices_touch_what_follows_them() {
        let rates = [Some(1), None, None, Some(2)];
        let (list, later) = (price_row(1, "openai", "a", rates), at("2026-05-01T00:00:00Z"));
        let mut own = price_row(2, "openai", "a", rates);
        own.tenant_id = Some(tenant(1));
        own.effective_from = later;
        let before = seen(vec![list.clone()]);

        assert_eq!(touched(Some(&before), &before, PriceId(1)), BTreeMap::new());
        let now = seen(vec![list.clone(), own.clone()]);
        assert_eq!(touched(Some(&before), &now, PriceId(1)), BTreeMap::from([(Some(tenant(1)), later)]));
        // After a start nothing is remembered, and the stored mark says what is new.
        assert_eq!(touched(None, &now, PriceId(1)), BTreeMap::from([(Some(tenant(1)), later)]));
        assert_eq!(touched(None, &now, PriceId(2)), BTreeMap::new());

        let mut closed = list.clone();
        closed.effective_to = Some(later);
        let now = seen(vec![closed]);
        assert_eq!(touched(Some(&before), &now, PriceId(1)), BTreeMap::from([(None, later)]));
        let mut moved = before.clone();
        moved.providers[0].catalogue = provider_info("azure").name;
        assert_eq!(touched(Some(&before), &moved, PriceId(1)), BTreeMap::from([(None, Timestamp::from_millis(0))]));
    }
}
