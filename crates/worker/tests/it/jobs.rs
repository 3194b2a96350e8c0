//! Jobs: by hand, by schedule, and through failures.

use crate::faulty::Faulty;
use crate::world::{World, new_price, until};
use cache::health::{Board, BreakerState, BreakerStatus, Breakers};
use events::JournalFeed;
use serde_json::json;
use std::sync::Arc;
use store::alerts::{AlertState, StoredAlert};
use store::contract::sample::{rows, scope};
use store::ledger::DirtyHour;
use store::outages::OutageQuery;
use store::sessions::{Session, SessionOwner};
use store::{KeyHash, StoreError};
use test_support::{event, failed_event, tenant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use worker::jobs::{ALL, JobError, run_now};
use worker::replay::rebuild_from_log;
use worker::{Context, Worker};

fn alert(rule: serde_json::Value, world: &World) -> StoredAlert {
    StoredAlert {
        id: Uuid::from_u128(1),
        name: "errors".into(),
        rule,
        enabled: true,
        state: AlertState::NoData,
        state_since: world.clock_now(),
        value: None,
        evaluated_at: None,
        created_at: world.clock_now(),
        memory: json!(null),
    }
}

#[tokio::test]
async fn every_job_runs_by_hand_and_an_unknown_one_is_named() {
    let world = World::new().await;
    world.append(&[event(1)]);
    let context = world.context();
    rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
    for job in ALL {
        run_now(&context, job.name).await.expect(job.name);
    }
    let error = run_now(&context, "sweeping").await.expect_err("is none");
    assert!(matches!(&error, JobError::Unknown(names) if names.contains("retention")), "{error}");
}

#[tokio::test]
async fn alerts_speak_when_their_window_is_in_trouble_and_after() {
    let world = World::new().await;
    // A short window is answered from rows, a long one from sums.
    for (minutes, end) in [(5, 12), (120, 30)] {
        let world = if minutes == 5 { &world } else { &World::new().await };
        let rule = json!({
            "metric": "error_rate", "comparison": "above", "threshold": "0.5", "window_minutes": minutes,
            "min_requests": 2,
        });
        world.store.alerts().put(scope(1), alert(rule, world)).await.expect("adds");
        let context = world.context();
        let state = async || {
            run_now(&context, "alerts").await.expect("evaluates");
            world.store.alerts().get(scope(1), Uuid::from_u128(1)).await.expect("is there")
        };
        assert_eq!(state().await.state, AlertState::NoData);

        let mut events = [failed_event(1, "timeout"), failed_event(2, "server_error"), event(3)];
        for event in &mut events {
            event.timestamp = world.clock_now().plus_millis(-60_000);
        }
        world.append(&events);
        rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
        let told = state().await;
        assert_eq!((told.state, told.value.as_deref()), (AlertState::Alert, Some("0.666667")));
        assert_eq!((told.state_since, told.evaluated_at), (world.clock_now(), Some(world.clock_now())));
        assert!(world.published.lock().expect("whole").contains(&tenant(1)));
        let again = state().await;
        assert_eq!(again.state_since, told.state_since);

        world.clock.advance_ms(end * 3_600_000);
        assert_eq!(state().await.state, AlertState::NoData, "the window is empty again");
        let history = world.store.alerts().history(scope(1), told.id, 10).await.expect("lists");
        let moves: Vec<_> = history.iter().map(|change| (change.from, change.to)).collect();
        use AlertState::{Alert, NoData};
        assert_eq!(moves, [(Alert, NoData), (NoData, Alert)]);
    }
}

#[tokio::test]
async fn marked_hours_are_rebuilt_and_old_rows_are_swept() {
    let world = World::new().await;
    world.clock.set(store::contract::sample::end());
    let events: Vec<_> = rows(120).into_iter().map(|row| row.event).collect();
    world.append(&events);
    let context = world.context();
    rebuild_from_log(&context, CancellationToken::new()).await.expect("counts");
    let before = world.look().await;
    let hours: Vec<_> = events
        .iter()
        .map(|event| DirtyHour { tenant_id: event.tenant_id, hour: event.timestamp.floor_to(3_600_000) })
        .collect();
    world.store.ledger().mark_dirty(&hours).await.expect("marks");
    assert!(run_now(&context, "rebuild").await.expect("rebuilds") > 0);
    assert_eq!(world.look().await, before);
    assert_eq!(run_now(&context, "reconcile").await.expect("compares"), 0);

    assert_eq!(run_now(&context, "retention").await.expect("sweeps"), 0);
    world.clock.advance_ms(95 * 86_400_000);
    assert_eq!(run_now(&context, "retention").await.expect("sweeps"), 120);
    assert_eq!(world.store.usage().span(scope(1)).await.expect("reads"), None);
    // The same log again: all of it is too late now, and no sum moves.
    let sums = |look: String| look.lines().filter(|line| line.contains("Point")).collect::<Vec<_>>().join("\n");
    let other = Arc::new(Context::new(worker::Deps {
        feed: Arc::new(JournalFeed::new(world.log.clone()).named("again/0")),
        ..world.deps()
    }));
    rebuild_from_log(&other, CancellationToken::new()).await.expect("reads");
    assert_eq!(sums(world.look().await), sums(before));
}

#[tokio::test]
async fn outages_are_kept_where_breakers_are_seen_and_go_with_the_rows_of_their_time() {
    let world = World::new().await;
    let context = world.context();
    let show = |state| {
        let status = BreakerStatus { state, since: world.clock_now(), reason: None };
        let breakers = Breakers::from([((test_support::provider("openai"), None), status)]);
        *world.board.lock().expect("whole") = Some(Arc::new(Board { version: 1, breakers }));
    };
    let far = domain::Timestamp::from_millis(i64::MAX);
    let query = OutageQuery { from: world.clock_now().plus_millis(-1), to: far, providers: Vec::new(), limit: 9 };
    let list = async || world.store.outages().list(&query).await.expect("lists");
    assert_eq!(run_now(&context, "outages").await.expect("sees nothing"), 0);
    show(BreakerState::Open);
    let began = world.clock_now();
    assert_eq!(run_now(&context, "outages").await.expect("files"), 1);
    assert_eq!(run_now(&context, "outages").await.expect("has filed it"), 0);
    *world.board.lock().expect("whole") = None;
    world.clock.advance_ms(3_600_000);
    assert_eq!(run_now(&context, "outages").await.expect("does not look"), 0);
    show(BreakerState::Closed);
    assert_eq!(run_now(&context, "outages").await.expect("files"), 1);
    let outages = list().await;
    assert_eq!((outages.len(), outages[0].began_at, outages[0].ended_at), (1, began, Some(world.clock_now())));
    world.clock.advance_ms(90 * 86_400_000);
    assert_eq!(run_now(&context, "retention").await.expect("keeps it"), 0);
    world.clock.advance_ms(2 * 3_600_000);
    assert_eq!(run_now(&context, "retention").await.expect("sweeps"), 1);
    assert!(list().await.is_empty());
}

#[tokio::test]
async fn expired_sessions_go() {
    let world = World::new().await;
    let session =
        Session { owner: SessionOwner::Operator, expires_at: world.clock_now().plus_millis(10), one_time: false };
    world.store.sessions().create(KeyHash([1; 32]), session).await.expect("creates");
    let context = world.context();
    assert_eq!(run_now(&context, "sessions").await.expect("sweeps"), 0);
    world.clock.advance_ms(10);
    assert_eq!(run_now(&context, "sessions").await.expect("sweeps"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schedules_follow_the_injected_clock_and_survive_failures() {
    let world = World::without_prices().await;
    // Filing how far prices were looked at fails the first three times.
    let faulty = Arc::new(Faulty::new(Arc::clone(&world.store), 3, 0));
    let row = test_support::price_row(1, "openai", "gpt-5.4-mini", [Some(2), None, None, Some(8)]);
    world.store.prices().add(new_price(row), world.clock_now()).await.expect("adds");
    let context = Arc::new(Context::new(world.deps_with(faulty.clone())));
    let error = run_now(&context, "prices").await.expect_err("the store is down");
    assert!(matches!(error, JobError::Store(StoreError::Failed(_))), "{error}");

    let stop = CancellationToken::new();
    let worker = Worker::start(world.deps_with(faulty), stop.clone());
    until("the job got through", || async {
        world.clock.advance_ms(1_000);
        world.store.ledger().offset("prices/0").await.is_ok_and(|offset| offset == 1)
    })
    .await;
    stop.cancel();
    worker.joined().await;
}
