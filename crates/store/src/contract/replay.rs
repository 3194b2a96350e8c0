//! At least once in, exactly once counted: order, copies and redelivery change nothing.

use super::Opened;
use super::sample::{Dice, advance, batch, fill, rows, settle, shuffled};
use crate::ledger::Batch;

pub(super) async fn order_and_copies_do_not_matter(one: Opened, two: Opened) {
    settle(&*one.store).await;
    settle(&*two.store).await;
    let rows = rows(400);
    one.store.ledger().apply(batch(rows.clone(), 0)).await.expect("applies");

    // Every row at least once and some up to three times, in batches of random sizes in random order.
    let mut dice = Dice(7);
    let mut copies = rows.clone();
    copies.extend((0..300).map(|_| rows[dice.below(rows.len())].clone()));
    let mut left = shuffled(copies, 11);
    let mut inserted = 0;
    while !left.is_empty() {
        let rest = left.split_off(left.len().min(1 + dice.below(60)));
        let part = std::mem::replace(&mut left, rest);
        let applied = two.store.ledger().apply(Batch { rows: part.into(), ..Batch::default() }).await.expect("applies");
        inserted += applied.inserted;
    }
    let end = advance(0, rows.len() as u64);
    let moved = Batch { advance: Some(end), ..Batch::default() };
    two.store.ledger().apply(moved).await.expect("moves the offset");

    assert_eq!(inserted, rows.len() as u64);
    assert_eq!(one.dump().await, two.dump().await);
}

pub(super) async fn a_redelivered_batch_changes_nothing(one: Opened, _two: Opened) {
    settle(&*one.store).await;
    let rows = rows(120);
    fill(&*one.store, &rows).await;
    let before = one.dump().await;
    for part in rows.chunks(50) {
        let again = Batch { rows: part.into(), ..Batch::default() };
        let applied = one.store.ledger().apply(again).await.expect("applies");
        assert_eq!((applied.inserted, applied.duplicates), (0, part.len() as u64));
        assert_eq!(one.dump().await, before);
    }
}
