//! A price that comes late, or is corrected: rows, buckets and the shelf follow.

use crate::world::{World, new_price};
use domain::Timestamp;
use store::contract::sample::{rows, scope};
use store::prices::NewPrice;
use test_support::{at, price_row, provider_info, tenant};
use tokio_util::sync::CancellationToken;
use worker::jobs::run_now;
use worker::replay::rebuild_from_log;

fn price(model: &str, dollars: i64) -> NewPrice {
    new_price(price_row(1, "openai", model, [Some(dollars), Some(1), Some(2), Some(dollars)]))
}

async fn configured(prices: &[NewPrice]) -> World {
    let world = World::without_prices().await;
    world.clock.set(store::contract::sample::end());
    let repo = world.store.prices();
    repo.put_providers(&["openai", "azure", "anthropic"].map(provider_info)).await.expect("remembers");
    for price in prices {
        repo.add(price.clone(), at("2026-11-01T00:00:00Z")).await.expect("adds");
    }
    world
}

#[tokio::test]
async fn a_late_price_gives_the_tables_it_would_have_given_in_time() {
    let prices = [price("gpt-5.4", 10), price("no-price", 3), price("gpt-5.4-mini", 2)];
    let (late, early) = (configured(&prices[..1]).await, configured(&prices).await);
    let events: Vec<_> = rows(200).into_iter().map(|row| row.event).collect();
    let (late_context, early_context) = (late.context(), early.context());
    for (world, context) in [(&late, &late_context), (&early, &early_context)] {
        world.append(&events);
        run_now(context, "prices").await.expect("loads the shelf");
        rebuild_from_log(context, CancellationToken::new()).await.expect("counts");
    }
    assert_ne!(late.look().await, early.look().await, "some rows have no price");

    for price in &prices[1..] {
        late.store.prices().add(price.clone(), late.clock_now()).await.expect("adds");
    }
    assert!(run_now(&late_context, "prices").await.expect("rates again") > 0);
    assert_eq!(late.look().await, early.look().await);
    assert_eq!(run_now(&late_context, "prices").await.expect("has nothing to do"), 0);
    assert!(late.published.lock().expect("whole").contains(&tenant(1)));

    // A worker that starts again has nothing to rate: how far it looked is in the store.
    let next = late.context();
    assert_eq!(run_now(&next, "prices").await.expect("has nothing to do"), 0);
}

#[tokio::test]
async fn a_price_added_while_no_worker_ran_is_found() {
    let world = configured(&[price("gpt-5.4-mini", 2)]).await;
    let event = test_support::event(1);
    world.append(std::slice::from_ref(&event));
    let context = world.context();
    run_now(&context, "prices").await.expect("loads the shelf");
    rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
    let cost = |row: &metering::LedgerRow| row.rating.cost.expect("is priced").0;
    let before = cost(&world.store.usage().event(scope(1), event.event_id).await.expect("is there"));
    drop(context);

    let own = NewPrice {
        tenant_id: Some(tenant(1)),
        effective_from: event.timestamp.plus_millis(-1),
        ..price("gpt-5.4-mini", 4)
    };
    world.store.prices().add(own, Timestamp::from_millis(0)).await.expect("adds");
    assert_eq!(run_now(&world.context(), "prices").await.expect("rates again"), 1);
    let after = cost(&world.store.usage().event(scope(1), event.event_id).await.expect("is there"));
    assert_eq!(after, 2 * before);
}

#[tokio::test]
async fn what_another_process_corrected_is_rated_with_at_once() {
    let world = configured(&[price("gpt-5.4-mini", 2)]).await;
    let context = world.context();
    run_now(&context, "prices").await.expect("loads the shelf");
    let old = world.prices.book();
    // Another process corrects the price and has rated again what there was; this one still has the old book.
    let from = test_support::event(1).timestamp.plus_millis(-1);
    let correction = NewPrice { effective_from: from, ..price("gpt-5.4-mini", 4) };
    world.store.prices().add(correction, world.clock_now()).await.expect("adds");
    let event = test_support::event(1);
    world.append(std::slice::from_ref(&event));
    rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
    let row = world.store.usage().event(scope(1), event.event_id).await.expect("is there");
    let rated = |book: &metering::PriceBook| metering::rate(&event, book);
    assert_eq!(row.rating, rated(&world.store.prices().now().await.expect("reads").book()));
    assert_ne!(row.rating, rated(&old));
}

#[tokio::test]
async fn a_correction_reaches_sums_whose_rows_are_gone() {
    let correction = NewPrice { effective_from: at("2026-06-01T00:00:00Z"), ..price("gpt-5.4-mini", 7) };
    let first = price("gpt-5.4-mini", 2);
    let (late, early) =
        (configured(std::slice::from_ref(&first)).await, configured(&[first.clone(), correction.clone()]).await);
    let events: Vec<_> = (0..50).map(|n| test_support::event(n * 4_000)).collect();
    let mut contexts = Vec::new();
    for world in [&late, &early] {
        world.append(&events);
        let context = world.context();
        run_now(&context, "prices").await.expect("loads the shelf");
        rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
        world.clock.advance_ms(95 * 86_400_000);
        assert_eq!(run_now(&context, "retention").await.expect("sweeps"), 50);
        contexts.push(context);
    }
    assert_ne!(late.look().await, early.look().await);
    late.store.prices().add(correction, late.clock_now()).await.expect("adds");
    assert!(run_now(&contexts[0], "prices").await.expect("prices again") > 0);
    assert_eq!(late.look().await, early.look().await);
}
