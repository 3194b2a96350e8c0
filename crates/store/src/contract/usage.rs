//! Rows, paged and filtered.

use super::Opened;
use super::sample::{begin, end, fill, rows, scope, settle};
use crate::ledger::DirtyHour;
use crate::usage::EventQuery;
use crate::{Filters, Store};
use metering::LedgerRow;
use test_support::{provider, tenant};

fn everything() -> EventQuery {
    EventQuery::of(begin(), end(), 1_000)
}

/// The rows of a tenant that `keep` lets through, newest first: what the store should answer.
fn expected(rows: &[LedgerRow], number: u64, keep: impl Fn(&LedgerRow) -> bool) -> Vec<LedgerRow> {
    let own = |row: &&LedgerRow| row.event.tenant_id == tenant(number) && keep(row);
    let mut found: Vec<_> = rows.iter().filter(own).cloned().collect();
    found.sort_by_key(|row| std::cmp::Reverse((row.event.timestamp, row.event.event_id)));
    found
}

async fn all_pages(store: &dyn Store, number: u64, mut query: EventQuery) -> Vec<LedgerRow> {
    let mut found = Vec::new();
    loop {
        let page = store.usage().events(scope(number), &query).await.expect("reads");
        assert!(page.items.len() <= query.limit);
        found.extend(page.items);
        match page.next {
            Some(cursor) => query.after = Some(cursor),
            None => return found,
        }
    }
}

pub(super) async fn pages_hold_every_row_once(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let mut rows = rows(120);
    // Rows of one millisecond are told apart by their ids.
    for row in &mut rows[..20] {
        row.event.timestamp = begin().plus_millis(5);
    }
    fill(store, &rows).await;
    for number in 1..=3 {
        for limit in [1, 7, 1_000] {
            let found = all_pages(store, number, EventQuery { limit, ..everything() }).await;
            assert_eq!(found, expected(&rows, number, |_| true));
        }
        let of_tenant = expected(&rows, number, |_| true);
        let ends = of_tenant.first().zip(of_tenant.last()).map(|(new, old)| (new.event.timestamp, old.event.timestamp));
        assert_eq!(store.usage().span(scope(number)).await.expect("reads"), ends);
    }
    let (from, to) = (begin().plus_millis(5), begin().plus_millis(6));
    let found = all_pages(store, 1, EventQuery { from, to, ..everything() }).await;
    assert_eq!(found, expected(&rows, 1, |row| row.event.timestamp == from), "the end is excluded");
    assert_eq!(store.usage().span(scope(9)).await.expect("reads"), None);
}

pub(super) async fn filters_let_through_what_they_name(one: Opened, _two: Opened) {
    let store = &*one.store;
    settle(store).await;
    let mut rows = rows(150);
    let session = domain::SessionId(uuid::Uuid::from_u128(77));
    rows[10].event.session_id = Some(session);
    fill(store, &rows).await;
    let number = (1..=3).find(|n| tenant(*n) == rows[10].event.tenant_id).expect("a sample tenant");
    let sample = expected(&rows, number, |row| row.event.error_code.is_some()).remove(0).event;
    let only = |filters: Filters| EventQuery { filters, ..everything() };

    type Keep = Box<dyn Fn(&LedgerRow) -> bool + Send>;
    let (provider_name, model, key) = (provider("openai"), sample.model.clone(), sample.key_id);
    let (user, kind, code) = (sample.user_id, sample.request_type, sample.error_code.clone());
    let client = sample.client.clone();
    let route = rows.iter().find_map(|row| row.event.route.clone()).expect("some name a route");
    let cases: Vec<(EventQuery, Keep)> = vec![
        (only(Filters { providers: vec![provider_name.clone()], ..Filters::default() }), {
            Box::new(move |row| row.event.provider == provider_name)
        }),
        (only(Filters { models: vec![model.clone()], keys: key.into_iter().collect(), ..Filters::default() }), {
            Box::new(move |row| row.event.model == model && row.event.key_id == key)
        }),
        (only(Filters { users: user.into_iter().collect(), ..Filters::default() }), {
            Box::new(move |row| row.event.user_id == user)
        }),
        (only(Filters { routes: vec![route.clone()], ..Filters::default() }), {
            Box::new(move |row| row.event.route.as_ref() == Some(&route))
        }),
        (only(Filters { request_types: vec![kind], clients: client.into_iter().collect(), ..Filters::default() }), {
            Box::new(move |row| row.event.request_type == kind)
        }),
        (EventQuery { error_code: code.clone(), ..everything() }, Box::new(move |row| row.event.error_code == code)),
        (EventQuery { succeeded: Some(true), ..everything() }, Box::new(|row| row.event.succeeded)),
        (EventQuery { priced: Some(true), ..everything() }, Box::new(|row| row.rating.cost.is_ok())),
        (EventQuery { priced: Some(false), ..everything() }, Box::new(|row| row.rating.cost.is_err())),
        (EventQuery { session_id: Some(session), ..everything() }, {
            Box::new(move |row| row.event.session_id == Some(session))
        }),
    ];
    for (query, keep) in cases {
        let wanted = expected(&rows, number, keep);
        assert!(!wanted.is_empty(), "a case that finds nothing shows nothing: {query:?}");
        assert_eq!(all_pages(store, number, query).await, wanted);
    }
}

pub(super) async fn erasing_leaves_nothing(one: Opened, two: Opened) {
    settle(&*one.store).await;
    settle(&*two.store).await;
    let rows = rows(90);
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.event.tenant_id == tenant(2));
    fill(&*two.store, &others).await;
    let mut batch = super::sample::batch(others.clone(), 0);
    batch.rows = others.iter().chain(&own).cloned().collect();
    let mut letter = super::dead_letters::letter(0, "x");
    letter.tenant_id = Some(tenant(2));
    batch.dead.push(letter);
    one.store.ledger().apply(batch).await.expect("applies");
    let dirty = DirtyHour { tenant_id: tenant(2), hour: begin() };
    one.store.ledger().mark_dirty(&[dirty]).await.expect("marks");

    assert_eq!(one.store.usage().erase(scope(2)).await.expect("erases"), own.len() as u64);
    assert_eq!(one.dump().await, two.dump().await, "as if the tenant had never sent anything");
}
