//! Large exports: their steps, their bounds, and what is in their files.

use super::Opened;
use super::sample::{begin, end, fill, rows, scope, settle};
use crate::exports::{Admission, Export, ExportState, KEPT_MS, MOST_KEPT, MOST_UNFINISHED};
use crate::gzip::Piece;
use crate::rollups::RollupQuery;
use crate::usage::EventQuery;
use crate::{Cursor, Filters, StoreError, csv};
use domain::{EventId, PicoSum, Timestamp};
use test_support::tenant;
use uuid::Uuid;

pub(super) fn export(number: u128) -> Export {
    let filters = Filters { models: vec!["gpt-5.4".parse().expect("a name")], ..Filters::default() };
    let query = EventQuery { filters, priced: Some(true), ..EventQuery::of(begin(), end(), 1_000) };
    let asked_at = begin().plus_millis(i64::try_from(number).expect("small"));
    Export::queued(Uuid::from_u128(number), query, "Europe/Berlin".into(), asked_at)
}

pub(super) fn piece(text: &str) -> Piece {
    Piece::of(text.as_bytes()).expect("compresses")
}

/// A part of one row, and where the next begins.
fn grown(export: &Export, more: bool, now: Timestamp) -> (Export, Piece) {
    let part = piece(&format!("part {}\r\n", export.parts));
    let next = Cursor { timestamp: begin(), id: EventId(Uuid::from_u128(7)) };
    (export.clone().grown(&part, 1, more.then_some(next), now), part)
}

pub(super) async fn grow_part_by_part_whoever_makes_them(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let exports = store.exports();
    let due = async |now| store.ledger().exporting_tenants(now).await.expect("reads");
    let now = begin().plus_millis(10_000);
    assert_eq!(due(now).await, []);
    for number in [1, 2] {
        assert_eq!(exports.add(scope(1), &export(number)).await.expect("adds"), Admission::Queued);
    }
    assert_eq!(due(now).await, [tenant(1)]);
    assert_eq!(exports.list(scope(1)).await.expect("lists"), [export(2), export(1)], "newest first");
    assert!(matches!(exports.add(scope(9), &export(3)).await, Err(StoreError::NotFound(_))), "no such tenant");

    let counted = export(1).counted(2);
    assert!(exports.record(scope(1), &counted, None).await.expect("files"));
    let (half, first) = grown(&counted, true, now);
    assert!(exports.record(scope(1), &half, Some(first.clone())).await.expect("files"));
    assert!(!exports.record(scope(1), &half, Some(first.clone())).await.expect("answers"), "another made that part");
    assert_eq!(exports.get(scope(1), half.id).await.expect("is there"), half, "with the place to go on");
    let (whole, second) = grown(&half, false, now);
    assert!(exports.record(scope(1), &whole, Some(second.clone())).await.expect("files"));
    assert_eq!((whole.state, whole.expires_at), (ExportState::Done, Some(now.plus_millis(KEPT_MS))));
    assert_eq!(exports.get(scope(1), half.id).await.expect("is there"), whole);
    assert!(!exports.record(scope(1), &whole.clone().failed("late".into(), now), None).await.expect("answers"));
    assert_eq!(exports.part(scope(1), half.id, 0).await.expect("is there"), first);
    assert_eq!(exports.part(scope(1), half.id, 1).await.expect("is there"), second);
    assert!(matches!(exports.part(scope(1), half.id, 2).await, Err(StoreError::NotFound(_))));

    let failed = export(2).failed("choose a shorter span".into(), now);
    assert!(exports.record(scope(1), &failed, None).await.expect("files"));
    assert_eq!(exports.get(scope(1), failed.id).await.expect("is there"), failed);
    assert_eq!(due(now).await, [], "nothing is left to do");
}

pub(super) async fn go_when_they_are_removed_or_expire(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let exports = store.exports();
    let due = async |now| store.ledger().exporting_tenants(now).await.expect("reads");
    let now = begin().plus_millis(10_000);
    for number in [1, 2] {
        exports.add(scope(2), &export(number)).await.expect("adds");
        let (half, part) = grown(&export(number).counted(2), true, now);
        assert!(exports.record(scope(2), &half, Some(part)).await.expect("files"));
        let (whole, part) = grown(&half, number == 2, now);
        assert!(exports.record(scope(2), &whole, Some(part)).await.expect("files"));
    }
    // The second is removed in the middle.
    exports.remove(scope(2), export(2).id).await.expect("removes");
    let stored = exports.list(scope(2)).await.expect("lists");
    assert_eq!(stored.iter().map(|export| export.id).collect::<Vec<_>>(), [export(1).id]);
    assert!(matches!(exports.get(scope(2), export(2).id).await, Err(StoreError::NotFound(_))));
    assert!(matches!(exports.remove(scope(2), export(2).id).await, Err(StoreError::NotFound(_))));
    assert!(matches!(exports.part(scope(2), export(2).id, 0).await, Err(StoreError::NotFound(_))));
    let (more, part) = grown(&grown(&grown(&export(2), true, now).0, true, now).0, true, now);
    assert!(!exports.record(scope(2), &more, Some(part)).await.expect("answers"), "its making stops");

    let swept = async |now| exports.sweep(scope(2), now, 1).await.expect("sweeps");
    assert_eq!(due(now).await, [tenant(2)]);
    assert_eq!([swept(now).await, swept(now).await, swept(now).await, swept(now).await], [1, 1, 1, 0]);
    assert_eq!(due(now).await, []);
    let expired = now.plus_millis(KEPT_MS);
    assert_eq!(due(expired.plus_millis(-1)).await, []);
    assert_eq!(due(expired).await, [tenant(2)]);
    assert_eq!(exports.sweep(scope(1), expired, 10).await.expect("sweeps"), 0, "its own only");
    assert_eq!(exports.sweep(scope(2), expired, 10).await.expect("sweeps"), 2);
    assert_eq!(exports.sweep(scope(2), expired, 10).await.expect("sweeps"), 1);
    assert_eq!(exports.list(scope(2)).await.expect("lists"), []);

    // What is erased is erased from files too.
    exports.add(scope(2), &export(3)).await.expect("adds");
    let (half, part) = grown(&export(3), true, now);
    assert!(exports.record(scope(2), &half, Some(part)).await.expect("files"));
    store.usage().erase(scope(2)).await.expect("erases");
    assert_eq!(exports.list(scope(2)).await.expect("lists"), []);
    assert!(matches!(exports.part(scope(2), half.id, 0).await, Err(StoreError::NotFound(_))));
    let (more, part) = grown(&half, false, now);
    assert!(!exports.record(scope(2), &more, Some(part)).await.expect("answers"), "its making stops");
}

pub(super) async fn are_bounded_for_each_tenant(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let exports = store.exports();
    let mut number = 0;
    let mut add = async || {
        number += 1;
        (exports.add(scope(1), &export(number)).await.expect("answers"), export(number))
    };
    for _ in 0..MOST_UNFINISHED {
        assert_eq!(add().await.0, Admission::Queued);
    }
    assert_eq!(add().await.0, Admission::Busy);
    assert_eq!(exports.add(scope(2), &export(1)).await.expect("adds"), Admission::Queued, "another tenant's own");
    let give_up = async |given: Export| {
        let failed = given.failed("choose a shorter span".into(), begin());
        assert!(exports.record(scope(1), &failed, None).await.expect("files"));
    };
    for unfinished in exports.list(scope(1)).await.expect("lists") {
        give_up(unfinished).await;
    }
    for _ in MOST_UNFINISHED..MOST_KEPT {
        let (admitted, given) = add().await;
        assert_eq!(admitted, Admission::Queued);
        give_up(given).await;
    }
    assert_eq!(add().await.0, Admission::Full);
    exports.remove(scope(1), export(1).id).await.expect("removes");
    assert_eq!(add().await.0, Admission::Queued);
}

/// A file's costs are the total of the same span: what is exported can be held against what is shown.
pub(super) async fn a_file_sums_to_the_total_of_its_span(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    fill(store, &rows(150)).await;
    let half = begin().plus_millis(30 * 24 * 3_600_000);
    for (from, to) in [(begin(), end()), (begin(), half), (half, end())] {
        let mut query = EventQuery::of(from, to, 40);
        let (mut file, mut listed) = (String::new(), 0);
        csv::head(&mut file);
        loop {
            let page = store.usage().events(scope(1), &query).await.expect("reads");
            listed += page.items.len() as u64;
            page.items.iter().for_each(|row| csv::line(&mut file, row).expect("writes"));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        let counted = store.usage().count(scope(1), &EventQuery::of(from, to, 1)).await.expect("counts");
        assert_eq!(counted, listed);
        let lines = csv::parse(&file);
        assert_eq!(lines.len() as u64, listed + 1);
        let sum = |name: &str| -> PicoSum {
            let at = csv::COLUMNS.iter().position(|column| *column == name).expect("a column");
            let cells = lines[1..].iter().map(|line| &line[at]).filter(|cell| !cell.is_empty());
            cells.map(|cell| cell.parse::<PicoSum>().expect("money")).sum()
        };
        let filters = Filters::default();
        let query = RollupQuery { from, to, grain: None, zone: "UTC".into(), filters, group_by: None };
        let total = store.rollups().series(scope(1), &query).await.expect("reads");
        let sums: metering::Measures = total.into_iter().map(|point| point.measures).sum();
        assert_ne!(sums.cost, PicoSum(0));
        assert_eq!((sum("cost_usd"), sum("savings_usd")), (sums.cost, sums.saved()));
    }
}
