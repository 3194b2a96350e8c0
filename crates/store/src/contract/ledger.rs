//! Batches: exactly once, all or nothing.

use super::Opened;
use super::dead_letters::letter;
use super::sample::{PARTITION, advance, batch, rows, scope, settle};
use crate::StoreError;
use crate::ledger::{Batch, Claim};
use domain::Pico;
use metering::LedgerRow;
use test_support::tenant;

pub(super) async fn a_row_comes_back_exactly(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    for (offset, row) in (0..).zip(rows(200)) {
        store.ledger().apply(batch(vec![row.clone()], offset)).await.expect("applies");
        let owner = (1..=3).find(|n| tenant(*n) == row.event.tenant_id).expect("a sample tenant");
        let found = store.usage().event(scope(owner), row.event.event_id).await.expect("is there");
        assert_eq!(found, row);
    }
}

pub(super) async fn a_batch_is_all_or_nothing(one: Opened, two: Opened) {
    let store = &*one.store;
    settle(store).await;
    settle(&*two.store).await;
    let ledger = store.ledger();
    assert_eq!(ledger.offset(PARTITION).await.expect("reads"), 0);
    let rows = rows(6);
    let first = ledger.apply(batch(rows[..3].to_vec(), 0)).await.expect("applies");
    assert_eq!((first.inserted, first.duplicates), (3, 0));
    let mut tenants: Vec<_> = rows[..3].iter().map(|row| row.event.tenant_id).collect();
    tenants.sort_unstable();
    tenants.dedup();
    assert_eq!(first.tenants, tenants);
    assert_eq!(ledger.offset(PARTITION).await.expect("reads"), 3);

    let before = one.dump().await;
    let moved = ledger.apply(batch(rows[3..].to_vec(), 0)).await.expect_err("the offset is 3");
    assert!(matches!(moved, StoreError::OffsetMoved { expected: 0, found: 3 }), "{moved}");
    let mut stranger = rows[4].clone();
    stranger.event.tenant_id = tenant(9);
    let mut poisoned = batch(vec![rows[3].clone(), stranger, rows[5].clone()], 3);
    poisoned.dead.push(letter(4, "x"));
    let refused = ledger.apply(poisoned).await.expect_err("has a row of nobody");
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
    let back = Batch { advance: Some(advance(3, 2)), ..Batch::default() };
    assert!(matches!(ledger.apply(back).await, Err(StoreError::Refused(_))), "an offset does not move back");
    assert_eq!(one.dump().await, before, "nothing of a failed batch is kept");
    assert_eq!(ledger.offset(PARTITION).await.expect("reads"), 3);
}

pub(super) async fn only_the_newest_claim_writes(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let ledger = store.ledger();
    let rows = rows(3);
    ledger.apply(batch(rows[..1].to_vec(), 0)).await.expect("the sample's claim is the newest");
    assert_eq!(ledger.claim(PARTITION).await.expect("claims"), Claim { epoch: 2, next: 1 });
    let before = one.dump().await;
    let fenced = ledger.apply(batch(rows[1..2].to_vec(), 1)).await.expect_err("its claim is old");
    assert!(matches!(&fenced, StoreError::Fenced { partition } if partition == PARTITION), "{fenced}");
    assert_eq!(one.dump().await, before, "a zombie writes nothing");
    let mut mine = batch(rows[1..].to_vec(), 1);
    mine.advance.as_mut().expect("moves").epoch = 2;
    assert_eq!(ledger.apply(mine).await.expect("applies").inserted, 2);
    let mut stranger = batch(Vec::new(), 0);
    stranger.advance.as_mut().expect("moves").partition = "test/9".into();
    let fenced = ledger.apply(stranger).await.expect_err("was never claimed");
    assert!(matches!(fenced, StoreError::Fenced { .. }), "{fenced}");
    assert_eq!(ledger.claim("test/9").await.expect("claims"), Claim { epoch: 1, next: 0 });
}

pub(super) async fn an_event_counts_once_whatever_its_copy_says(one: Opened, _two: Opened) {
    copies_count_once(&one, |copy| {
        copy.event.latency_ms += 1;
        copy.event.user_id = None;
    })
    .await;
}

/// A copy with another timestamp, which no producer that keeps to the contract sends: an event's timestamp never changes.
/// A backend that cuts rows by time cannot look through all of time for each event, so only some pass this.
pub async fn even_a_copy_of_another_time_counts_once(one: Opened) {
    copies_count_once(&one, |copy| copy.event.timestamp = copy.event.timestamp.plus_millis(-7_200_000)).await;
}

async fn copies_count_once(one: &Opened, change: impl Fn(&mut LedgerRow)) {
    let store = &*one.store;
    settle(store).await;
    let row = rows(1).remove(0);
    let mut copy = row.clone();
    change(&mut copy);
    let applied = store.ledger().apply(batch(vec![row.clone(), copy.clone()], 0)).await.expect("applies");
    assert_eq!((applied.inserted, applied.duplicates), (1, 1));
    let before = one.dump().await;
    let again = Batch { rows: [copy].into(), ..Batch::default() };
    let applied = store.ledger().apply(again).await.expect("applies");
    assert_eq!((applied.inserted, applied.duplicates, applied.tenants), (0, 1, Vec::new()));
    assert_eq!(one.dump().await, before);
    let number = (1..=3).find(|n| tenant(*n) == row.event.tenant_id).expect("a sample tenant");
    assert_eq!(
        store.usage().event(scope(number), row.event.event_id).await.expect("is there"),
        row,
        "the first stands"
    );
}

pub(super) async fn unknown_tenants_are_named(one: Opened, _two: Opened) {
    settle(&*one.store).await;
    let asked = [tenant(2), tenant(9), tenant(1)];
    let mut known = one.store.ledger().known_tenants(&asked).await.expect("reads");
    known.sort_unstable();
    assert_eq!(known, [tenant(1), tenant(2)]);
}

pub(super) async fn figures_out_of_range_are_refused(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let row = rows(1).remove(0);
    let before = one.dump().await;
    let mut absurd = row.clone();
    absurd.event.usage.input_uncached = u64::MAX;
    let refused = store.ledger().apply(batch(vec![absurd], 0)).await.expect_err("is out of range");
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
    // Two rows that fit, and whose sum does not: an error, never a float and never a wrong sum.
    let mut rich = row.clone();
    rich.event.attempts.clear();
    rich.rating.cost = Ok(Pico(i64::MAX));
    rich.rating.earlier.clear();
    let mut richer = rich.clone();
    richer.event.event_id = domain::EventId(uuid::Uuid::from_u128(1));
    let refused = store.ledger().apply(batch(vec![rich.clone(), richer.clone()], 0)).await.expect_err("is too much");
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
    assert_eq!(one.dump().await, before);
    store.ledger().apply(batch(vec![rich], 0)).await.expect("one alone fits");
    let refused = store.ledger().apply(batch(vec![richer], 1)).await.expect_err("is too much");
    assert!(matches!(refused, StoreError::Refused(_)), "{refused}");
}
