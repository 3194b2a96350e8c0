//! Sums made again: from raw rows, for a new zone, for a new price; and hours that must not be.

use super::Opened;
use super::sample::{batch, begin, end, fill, rows, scope, settle};
use crate::ledger::{DirtyHour, RerateSpan};
use crate::rollups::RollupQuery;
use crate::{Filters, Store, StoreError};
use domain::{PicoSum, PriceId, Timestamp};
use metering::{Dims, Grain, LedgerRow, Measures, PriceBook};
use test_support::{ledger_row, price_book, price_row, provider_info, tenant};

const HOUR_MS: i64 = 3_600_000;

fn hours_of(rows: &[LedgerRow]) -> Vec<DirtyHour> {
    let hour =
        |row: &LedgerRow| DirtyHour { tenant_id: row.event.tenant_id, hour: row.event.timestamp.floor_to(HOUR_MS) };
    rows.iter().map(hour).collect()
}

async fn rebuild_all(store: &dyn Store, raw_kept_since: Timestamp) -> usize {
    let mut done = 0;
    loop {
        match store.ledger().rebuild_dirty(7, raw_kept_since).await.expect("rebuilds") {
            0 => return done,
            more => done += more,
        }
    }
}

pub(super) async fn from_raw_rows_gives_the_same_tables(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(200);
    fill(store, &rows).await;
    let before = one.dump().await;
    let mut hours = hours_of(&rows);
    // An hour without rows, and a moment inside an hour instead of its start.
    hours.push(DirtyHour { tenant_id: tenant(1), hour: begin().plus_millis(-100 * HOUR_MS) });
    hours.push(DirtyHour { tenant_id: tenant(1), hour: rows[0].event.timestamp });
    store.ledger().mark_dirty(&hours).await.expect("marks");
    assert_ne!(one.dump().await, before, "marks are kept");
    assert!(rebuild_all(store, Timestamp::from_millis(0)).await > 50);
    assert_eq!(one.dump().await, before);
}

pub(super) async fn a_healthy_store_differs_nowhere(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    fill(store, &rows(60)).await;
    let all = [1, 2, 3].map(tenant);
    assert_eq!(store.ledger().differing_hours(&all, begin(), end()).await.expect("compares"), []);
}

async fn total(store: &dyn Store, number: u64) -> u64 {
    let query = RollupQuery {
        from: begin().plus_millis(-86_400_000),
        to: end().plus_millis(86_400_000),
        grain: None,
        zone: super::sample::customer(number).timezone,
        filters: Filters::default(),
        group_by: None,
    };
    let points = store.rollups().series(scope(number), &query).await.expect("reads");
    points.first().map_or(0, |point| point.measures.requests)
}

pub(super) async fn swept_hours_are_frozen(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(200);
    fill(store, &rows).await;
    let requests = total(store, 1).await;
    // Not on the hour: the hour that the moment cuts is kept whole.
    let before = end().plus_millis(-43_200_000 + 1_800_000);
    let hour = before.floor_to(HOUR_MS);
    let old = rows.iter().filter(|row| row.event.timestamp < hour).count();
    let mut gone = 0;
    loop {
        match store.ledger().sweep_raw(before, 30).await.expect("sweeps") {
            0 => break,
            some => gone += some,
        }
    }
    assert_eq!(gone, old);
    assert_eq!(total(store, 1).await, requests, "sums outlive their rows");

    store.ledger().mark_dirty(&hours_of(&rows)).await.expect("marks");
    let unmarked = rebuild_all(store, Timestamp::from_millis(0)).await;
    assert!(unmarked > 0);
    assert_eq!(total(store, 1).await, requests, "a frozen hour is not rebuilt from what is left");
    let found = store.ledger().differing_hours(&[tenant(1)], begin(), end()).await.expect("compares");
    assert_eq!(found, [], "frozen hours are not compared");
    let swept = rows.iter().find(|row| row.event.timestamp < hour).expect("one is old");
    let error = store.ledger().apply(batch(vec![swept.clone()], 200)).await.expect_err("it could count twice");
    assert!(matches!(error, StoreError::Refused(_)), "{error}");
}

/// What tenant 1 cost in all, added up from buckets of `grain`.
async fn costs(store: &dyn Store, grain: Option<Grain>) -> i128 {
    let query = RollupQuery {
        from: begin().plus_millis(-40 * 86_400_000),
        to: end().plus_millis(40 * 86_400_000),
        grain,
        zone: super::sample::customer(1).timezone,
        filters: Filters::default(),
        group_by: None,
    };
    let points = store.rollups().series(scope(1), &query).await.expect("reads");
    points.iter().map(|point| point.measures.cost.0).sum()
}

pub(super) async fn frozen_buckets_are_priced_again_in_every_table(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let rows = rows(200);
    fill(store, &rows).await;
    let before = costs(store, None).await;
    let middle = end().plus_millis(-43_200_000);
    while store.ledger().sweep_raw(middle, 1_000).await.expect("sweeps") > 0 {}

    // A pico-dollar more, under another price: only in buckets that are frozen.
    let dearer = |start: Timestamp, dims: &Dims, sums: &Measures| {
        assert!(start < middle, "only frozen buckets are asked about");
        let mut sums = *sums;
        sums.cost += PicoSum(1);
        Some((Dims { price_id: Some(PriceId(99)), ..dims.clone() }, sums))
    };
    let changed = store.ledger().reprice_frozen(tenant(1), begin(), end(), &dearer).await.expect("prices");
    assert!(changed > 10);
    let grains = [None, Some(Grain::Quarter), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)];
    for grain in grains {
        assert_eq!(costs(store, grain).await, before + i128::from(changed), "{grain:?}");
    }
    let dump = one.dump().await;
    let kept = store.ledger().reprice_frozen(tenant(1), begin(), end(), &|_, _, _| None).await.expect("prices");
    assert_eq!((kept, one.dump().await), (0, dump));
    let found = store.ledger().differing_hours(&[tenant(1)], begin(), end()).await.expect("compares");
    assert_eq!(found, [], "what has its rows was left alone");
}

pub(super) async fn a_new_zone_moves_days_weeks_and_months(one: Opened, two: Opened) {
    settle(&*one.store).await;
    settle(&*two.store).await;
    let rows = rows(200);
    fill(&*one.store, &rows).await;
    let ledger = one.store.ledger();
    ledger.rezone(tenant(1), "Asia/Kathmandu").await.expect("moves");
    ledger.rezone(tenant(2), "Pacific/Auckland").await.expect("moves");
    two.store.ledger().rezone(tenant(1), "Asia/Kathmandu").await.expect("moves");
    two.store.ledger().rezone(tenant(2), "Pacific/Auckland").await.expect("moves");
    fill(&*two.store, &rows).await;
    assert_eq!(one.dump().await, two.dump().await, "as if the zone had always been the new one");
    assert!(matches!(ledger.rezone(tenant(1), "Mars/Base").await, Err(StoreError::Refused(_))));
    assert!(matches!(ledger.rezone(tenant(9), "UTC").await, Err(StoreError::NotFound(_))));
}

pub(super) async fn a_new_price_gives_the_tables_it_would_have_given(one: Opened, two: Opened) {
    settle(&*one.store).await;
    settle(&*two.store).await;
    let rows = rows(200);
    fill(&*one.store, &rows).await;
    let providers = ["openai", "anthropic", "azure"].map(provider_info).to_vec();
    let book = PriceBook::new(
        vec![
            price_row(2, "openai", "gpt-5.4-mini", [Some(2), Some(1), Some(3), Some(9)]),
            price_row(3, "anthropic", "claude-haiku-4-5", [Some(1), None, Some(2), Some(5)]),
            price_row(8, "openai", "no-price", [Some(5), Some(1), Some(7), Some(6)]),
        ],
        providers,
    );
    let rated = |row: &LedgerRow, book: &PriceBook| metering::rate(&row.event, book);
    let fresh: Vec<_> =
        rows.iter().map(|row| LedgerRow { event: row.event.clone(), rating: rated(row, &book) }).collect();
    fill(&*two.store, &fresh).await;

    let differing = rows.iter().zip(&fresh).filter(|(old, new)| old != new).count() as u64;
    let mut span = RerateSpan { tenant_id: None, from: begin(), to: end(), after: None, limit: 23 };
    let mut changed = 0;
    loop {
        let done = one.store.ledger().rerate(span.clone(), &|row| rated(row, &book)).await.expect("rates");
        changed += done.changed;
        match done.next {
            Some(place) => span.after = Some(place),
            None => break,
        }
    }
    assert_eq!(changed, differing);
    assert_eq!(one.dump().await, two.dump().await, "as if the price had always been the new one");

    // And back again, for one tenant only.
    let old = price_book();
    let span = RerateSpan { tenant_id: Some(tenant(1)), from: begin(), to: end(), after: None, limit: 10_000 };
    let done = one.store.ledger().rerate(span, &|row| rated(row, &old)).await.expect("rates");
    assert_eq!(done.tenants, [tenant(1)]);
    let row = rows.iter().find(|row| row.event.tenant_id == tenant(1)).expect("tenant 1 has rows");
    let found = one.store.usage().event(scope(1), row.event.event_id).await.expect("is there");
    assert_eq!(found, ledger_row(row.event.clone()));
}
