//! Prices and providers.

use super::Opened;
use super::sample::{batch, begin, rows, settle};
use crate::StoreError;
use crate::ledger::Batch;
use crate::prices::NewPrice;
use metering::PriceRow;
use std::collections::BTreeSet;
use test_support::{model, price_row, provider_info, tenant};

fn price() -> NewPrice {
    let PriceRow { tenant_id, catalogue, model, tiers, source, .. } =
        price_row(1, "openai", "gpt-5.4", [Some(10), Some(1), None, Some(40)]);
    NewPrice { tenant_id, catalogue, model, effective_from: begin(), effective_to: None, tiers, source }
}

pub(super) async fn follow_each_other(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let prices = store.prices();
    let first = prices.add(price(), begin()).await.expect("adds");
    assert_eq!((first.effective_to, &first.tiers), (None, &price().tiers));
    assert!(matches!(prices.add(price(), begin()).await, Err(StoreError::Conflict(_))), "the same begin");
    let own = NewPrice { tenant_id: Some(tenant(1)), ..price() };
    let own = prices.add(own, begin()).await.expect("another owner's begin is its own");

    let later = begin().plus_millis(1_000);
    let second = prices.add(NewPrice { effective_from: later, ..price() }, later).await.expect("adds");
    assert!(second.id != first.id && second.id != own.id);
    let rows = prices.all().await.expect("lists");
    let ends: Vec<_> = [first.id, own.id, second.id]
        .iter()
        .map(|id| rows.iter().find(|row| row.id == *id).expect("is kept").effective_to)
        .collect();
    assert_eq!(ends, [Some(later), None, None], "only the same owner's price is closed");

    let closed = prices.close(second.id, later.plus_millis(5)).await.expect("closes");
    assert_eq!(closed.effective_to, Some(later.plus_millis(5)));
    assert!(matches!(prices.close(second.id, later).await, Err(StoreError::Conflict(_))), "not before its begin");
    assert!(matches!(prices.close(domain::PriceId(99), later).await, Err(StoreError::NotFound(_))));

    prices.put_providers(&[provider_info("openai"), provider_info("azure")]).await.expect("remembers");
    let mut moved = provider_info("azure");
    moved.catalogue = provider_info("openai").name;
    prices.put_providers(std::slice::from_ref(&moved)).await.expect("remembers");
    assert_eq!(prices.providers().await.expect("lists"), [moved, provider_info("openai")], "none is forgotten");
}

pub(super) async fn what_was_rated_with_old_ones_is_refused(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let prices = store.prices();
    let mut versions = BTreeSet::from([prices.version().await.expect("reads")]);
    let before = prices.now().await.expect("reads");
    prices.put_providers(&[provider_info("openai")]).await.expect("remembers");
    assert!(versions.insert(prices.version().await.expect("reads")), "a provider came");
    prices.put_providers(&[provider_info("openai")]).await.expect("remembers");
    assert_eq!(prices.seed(vec![price()]).await.expect("adds"), 1);
    assert!(versions.insert(prices.version().await.expect("reads")), "a price came");
    assert_eq!(prices.seed(vec![price()]).await.expect("adds nothing"), 0);
    assert!(!versions.insert(prices.version().await.expect("reads")), "what changes nothing is no change");
    let open = prices.now().await.expect("reads");
    prices.close(open.rows[0].id, begin().plus_millis(9)).await.expect("closes");
    let closed = prices.now().await.expect("reads");
    assert!(versions.insert(closed.version), "a price was closed");
    assert_eq!((closed.rows, closed.providers), (prices.all().await.expect("lists"), open.providers));
    assert_eq!(closed.version, prices.version().await.expect("reads"));

    let rated_with = |version| Batch { rated_with: Some(version), ..batch(rows(3), 0) };
    let look = one.dump().await;
    for old in [before.version, open.version] {
        let stale = store.ledger().apply(rated_with(old)).await.expect_err("prices have changed");
        let StoreError::Stale { rated_with, newest } = stale else { panic!("{stale}") };
        assert_eq!((rated_with, newest), (old, closed.version));
    }
    assert_eq!(one.dump().await, look);
    assert_eq!(store.ledger().apply(rated_with(closed.version)).await.expect("applies").inserted, 3);
}

pub(super) async fn bad_ones_are_refused(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let mut negative = price();
    negative.tiers[0].rates.output = Some(-1);
    let backwards = NewPrice { effective_to: Some(begin()), ..price() };
    let empty = NewPrice { tiers: Vec::new(), ..price() };
    for bad in [negative, backwards, empty] {
        let error = store.prices().add(bad, begin()).await.expect_err("is bad");
        assert!(matches!(error, StoreError::Refused(_)), "{error}");
    }
    let nobody = NewPrice { tenant_id: Some(tenant(9)), ..price() };
    assert!(matches!(store.prices().add(nobody, begin()).await, Err(StoreError::NotFound(_))));
    assert!(store.prices().all().await.expect("lists").is_empty());
}

pub(super) async fn seeding_twice_adds_nothing(one: Opened, _two: Opened) {
    let prices = one.store.prices();
    let catalogue = vec![price(), NewPrice { model: model("gpt-5.4-mini"), ..price() }];
    assert_eq!(prices.seed(catalogue.clone()).await.expect("seeds"), 2);
    assert_eq!(prices.seed(catalogue).await.expect("seeds"), 0);
    assert_eq!(prices.all().await.expect("lists").len(), 2);
}
