//! What cannot be counted: filed with its reason, the rest of its batch lands, and it can be fixed and replayed.

use crate::world::World;
use domain::UsageEvent;
use events::RecordKind;
use store::StoreError;
use store::contract::sample::{customer, scope};
use test_support::{event, tenant};
use tokio_util::sync::CancellationToken;
use worker::replay::{ReplayError, dead_letter, rebuild_from_log};

async fn reasons(world: &World) -> Vec<(u64, String)> {
    let letters = world.store.dead_letters().list(None, 100).await.expect("lists");
    letters.into_iter().rev().map(|letter| (letter.offset, letter.reason)).collect()
}

#[tokio::test]
async fn the_rest_of_a_poisoned_batch_lands() {
    let world = World::new().await;
    let mut stranger = event(2);
    stranger.tenant_id = tenant(77);
    let mut late = event(3);
    late.timestamp = world.clock_now().plus_millis(-90 * 86_400_000);
    world.append(&[event(1), stranger, late]);
    world.log.push(RecordKind::Damaged);
    world.log.push(RecordKind::Usage(br#"{"prompt":"canary"}"#.to_vec()));
    world.append(&[event(4)]);
    rebuild_from_log(&world.context(), CancellationToken::new()).await.expect("counts");
    let wanted = [(1, "unknown_tenant"), (2, "too_late"), (3, "damaged"), (4, "unknown_field")];
    assert_eq!(reasons(&world).await, wanted.map(|(offset, reason)| (offset, reason.to_owned())));
    for seed in [1, 4] {
        world.store.usage().event(scope(1), event(seed).event_id).await.expect("landed");
    }
    assert!(!world.look().await.contains("canary"));
}

#[tokio::test]
async fn a_row_that_the_store_refuses_is_found_and_filed() {
    let world = World::new().await;
    // Two requests that each cost nearly all that a figure holds: their sum fits no column.
    let newest = world.store.prices().version().await.expect("reads");
    world.prices.replace(dear_prices().of_version(newest));
    let dear = |seed| {
        let mut event = event(seed);
        event.usage.input_uncached = 100_000_000;
        event.attempts.clear();
        event.key_id = None;
        event.user_id = None;
        event
    };
    let plain: Vec<UsageEvent> = (10..40).map(other_model).collect();
    let mut all = plain.clone();
    all.insert(5, dear(1));
    all.insert(20, dear(2));
    world.append(&all);
    rebuild_from_log(&world.context(), CancellationToken::new()).await.expect("counts");
    let filed = reasons(&world).await;
    assert_eq!(filed.len(), 1, "{filed:?}");
    assert_eq!(filed[0].1, "store_refused");
    assert!([5, 20].contains(&filed[0].0), "{filed:?}");
    for event in &plain {
        world.store.usage().event(scope(1), event.event_id).await.expect("landed");
    }
}

/// A price at which 100 million tokens cost just below what a row holds.
fn dear_prices() -> metering::PriceBook {
    let row = test_support::price_row(1, "openai", "gpt-5.4-mini", [Some(90_000), None, None, Some(1)]);
    metering::PriceBook::new(vec![row], vec![test_support::provider_info("openai")])
}

fn other_model(seed: u64) -> UsageEvent {
    let mut event = event(seed);
    event.model = test_support::model("gpt-5.4");
    event.attempts.clear();
    event
}

#[tokio::test]
async fn a_letter_is_replayed_once_its_cause_is_gone() {
    let world = World::new().await;
    let mut early = event(1);
    early.tenant_id = tenant(7);
    world.append(std::slice::from_ref(&early));
    world.log.push(RecordKind::Damaged);
    let context = world.context();
    rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");

    let still = dead_letter(&context, "journal/0", 0, None).await.expect_err("the tenant is not there");
    assert!(matches!(&still, ReplayError::Refused { reason, .. } if reason == "unknown_tenant"), "{still}");
    world.store.tenants().create(customer(7)).await.expect("creates");
    assert!(dead_letter(&context, "journal/0", 0, None).await.expect("counts"));
    let row = world.store.usage().event(scope(7), early.event_id).await.expect("is there");
    assert_eq!(row.event, early);
    let gone = dead_letter(&context, "journal/0", 0, None).await.expect_err("is gone");
    assert!(matches!(gone, ReplayError::Store(StoreError::NotFound(_))), "{gone}");

    let empty = dead_letter(&context, "journal/0", 1, None).await.expect_err("holds nothing");
    assert!(matches!(empty, ReplayError::Empty), "{empty}");
    let fixed = String::from_utf8(events::usage::encode(&event(9))).expect("text");
    assert!(dead_letter(&context, "journal/0", 1, Some(&fixed)).await.expect("counts what was given"));
    assert_eq!(reasons(&world).await, []);
}
