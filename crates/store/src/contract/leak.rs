//! Two tenants, and every method asked by one for what is the other's.

use super::Opened;
use super::leaky::{Hole, Leaky};
use super::sample::{begin, end, fill, new_key, rows, scope, settle};
use crate::alerts::AlertState;
use crate::performance::PerformanceQuery;
use crate::rollups::RollupQuery;
use crate::usage::EventQuery;
use crate::users::User;
use crate::{Dimension, Filters, Store, StoreError};
use domain::{Pico, UserId};
use metering::{Grain, LedgerRow, PlatformCost};
use std::sync::Arc;
use test_support::tenant;
use uuid::Uuid;

/// The tenant whose data is there to be found, and the one who looks for it.
const OWNER: u64 = 1;
const THIEF: u64 = 2;

/// What the platform costs the owner.
const COST: PlatformCost = PlatformCost { monthly: Pico(5), setup: Pico(7), since: None };

async fn plant(store: &dyn Store) -> LedgerRow {
    settle(store).await;
    let own: Vec<_> = rows(60).into_iter().filter(|row| row.event.tenant_id == tenant(OWNER)).collect();
    fill(store, &own).await;
    store.keys().create(scope(OWNER), new_key(1)).await.expect("creates");
    let user = User { id: UserId(Uuid::from_u128(5)), name: "Ada".into(), email: None, created_at: begin() };
    store.users().put(scope(OWNER), user).await.expect("adds");
    store.alerts().put(scope(OWNER), super::alerts::alert(1)).await.expect("adds");
    store.platform_cost().put(scope(OWNER), COST).await.expect("puts");
    own[0].clone()
}

fn hidden<T>(outcome: Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::NotFound(_)))
}

/// The methods that showed or changed something of another tenant. The ids asked for are all guessed right.
async fn leaks(store: &dyn Store, secret: &LedgerRow) -> Vec<&'static str> {
    let thief = scope(THIEF);
    let mut found = Vec::new();
    let mut expect = |held: bool, method: &'static str| {
        if !held {
            found.push(method);
        }
    };
    let events = EventQuery::of(begin(), end(), 1_000);
    let by_key = Filters { keys: secret.event.key_id.into_iter().collect(), ..Filters::default() };
    let usage = store.usage();
    expect(hidden(usage.event(thief, secret.event.event_id).await), "usage.event");
    expect(usage.events(thief, &events).await.is_ok_and(|page| page.items.is_empty()), "usage.events");
    let guessed = EventQuery { filters: by_key.clone(), ..events };
    expect(usage.events(thief, &guessed).await.is_ok_and(|page| page.items.is_empty()), "usage.events by key");
    expect(usage.span(thief).await.is_ok_and(|span| span.is_none()), "usage.span");

    for grain in [None, Some(Grain::Quarter), Some(Grain::Day), Some(Grain::Week), Some(Grain::Month)] {
        for zone in super::sample::ZONES {
            let query = RollupQuery {
                from: begin(),
                to: end(),
                grain,
                zone: zone.into(),
                filters: Filters::default(),
                group_by: Some(Dimension::Model),
            };
            let held = store.rollups().series(thief, &query).await.is_ok_and(|points| points.is_empty());
            expect(held, "rollups.series");
            let query = RollupQuery { filters: by_key.clone(), ..query };
            let held = store.rollups().series(thief, &query).await.is_ok_and(|points| points.is_empty());
            expect(held, "rollups.series by key");
        }
    }
    let query = PerformanceQuery { from: begin(), to: end(), grain: None, zone: "UTC".into(), providers: Vec::new() };
    let held = store.performance().series(thief, &query).await.is_ok_and(|points| points.is_empty());
    expect(held, "performance.series");

    let costs = store.platform_cost();
    expect(costs.get(thief).await.is_ok_and(|cost| cost != COST), "platform_cost.get");

    let user = UserId(Uuid::from_u128(5));
    expect(hidden(store.users().get(thief, user).await), "users.get");
    expect(hidden(store.users().remove(thief, user).await), "users.remove");
    expect(store.users().list(thief).await.is_ok_and(|users| users.is_empty()), "users.list");
    let key = new_key(1).key_id;
    expect(hidden(store.keys().revoke(thief, key, begin()).await), "keys.revoke");
    expect(store.keys().list(thief).await.is_ok_and(|keys| keys.is_empty()), "keys.list");

    let planted = super::alerts::alert(1);
    let alerts = store.alerts();
    expect(hidden(alerts.get(thief, planted.id).await), "alerts.get");
    expect(hidden(alerts.history(thief, planted.id, 9).await), "alerts.history");
    let mut forged = planted.clone();
    forged.state = AlertState::Alert;
    expect(hidden(alerts.record(thief, &forged, None).await), "alerts.record");
    expect(hidden(alerts.remove(thief, planted.id).await), "alerts.remove");
    expect(alerts.list(thief).await.is_ok_and(|alerts| alerts.is_empty()), "alerts.list");

    // What changes things under the thief's own name must not touch the owner's either.
    forged.name = "stolen".into();
    let put = alerts.put(thief, forged).await.is_ok();
    let renamed = User { id: user, name: "Mallory".into(), email: None, created_at: begin() };
    let named = store.users().put(thief, renamed).await.is_ok();
    expect(put && alerts.get(scope(OWNER), planted.id).await.is_ok_and(|alert| alert == planted), "alerts.put");
    expect(named && store.users().get(scope(OWNER), user).await.is_ok_and(|user| user.name == "Ada"), "users.put");
    let stolen = costs.put(thief, PlatformCost::default()).await.is_ok();
    expect(stolen && costs.get(scope(OWNER)).await.is_ok_and(|cost| cost == COST), "platform_cost.put");
    expect(usage.erase(thief).await.is_ok_and(|gone| gone == 0), "usage.erase");
    expect(usage.event(scope(OWNER), secret.event.event_id).await.is_ok(), "usage.erase of the owner's");
    found.dedup();
    found
}

pub(super) async fn no_tenant_reads_another(one: Opened, _two: Opened) {
    let secret = plant(&*one.store).await;
    assert_eq!(leaks(&*one.store, &secret).await, Vec::<&str>::new());
}

/// The negative control: a suite that cannot fail proves nothing.
pub(super) async fn the_check_fails_on_a_leaky_store(one: Opened, two: Opened) {
    let secret = plant(&*one.store).await;
    for hole in [Hole::Rollups, Hole::Performance, Hole::Usage] {
        let leaky = Leaky::new(Arc::clone(&one.store), hole, scope(OWNER));
        let found = leaks(&leaky, &secret).await;
        assert!(found.iter().any(|method| method.starts_with(hole.prefix())), "{hole:?} was not seen: {found:?}");
    }
    // These holes let the thief change things, so they are dug in a store of their own.
    let secret = plant(&*two.store).await;
    for hole in [Hole::Keys, Hole::Users, Hole::Alerts, Hole::PlatformCost] {
        let leaky = Leaky::new(Arc::clone(&two.store), hole, scope(OWNER));
        let found = leaks(&leaky, &secret).await;
        assert!(found.iter().any(|method| method.starts_with(hole.prefix())), "{hole:?} was not seen: {found:?}");
    }
}
