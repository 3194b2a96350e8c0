//! Breakers shared between gateways and shown by processes without one.

use crate::place::{Server, eventually};
use crate::world::connected;
use cache::health::{BreakerKey, Breakers};
use cache::redis::{BoardTimes, Redis, SharedBoards};
use cache::{BreakerState, BreakerStatus, HealthBoardView};
use domain::{ErrorCode, ModelName, ProviderName, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const QUICK: BoardTimes = BoardTimes {
    every: Duration::from_millis(10),
    at_least: Duration::from_millis(50),
    gone_after: Duration::from_secs(2),
};

struct Node {
    own: Arc<HealthBoardView>,
    others: Arc<HealthBoardView>,
    merged: Arc<HealthBoardView>,
    redis: Redis,
    stop: CancellationToken,
}

impl Node {
    async fn at(url: &str, gateway: bool) -> Self {
        let (redis, stop) = connected(url).await;
        let (own, others, merged): (Arc<HealthBoardView>, Arc<HealthBoardView>, Arc<HealthBoardView>) =
            Default::default();
        let shared = SharedBoards { own: gateway.then(|| own.clone()), others: others.clone(), merged: merged.clone() };
        shared.start(&redis, QUICK, stop.clone());
        Self { own, others, merged, redis, stop }
    }

    fn put(&self, model: Option<&str>, state: BreakerState, since: i64) {
        let (provider, model) = key(model);
        self.own.put(provider, model, status(state, since));
    }

    async fn end(self) {
        self.stop.cancel();
        crate::place::soon("everything ends", self.redis.joined()).await;
    }
}

fn key(model: Option<&str>) -> BreakerKey {
    (ProviderName::new("openai").expect("valid"), model.map(|model| ModelName::new(model).expect("valid")))
}

fn status(state: BreakerState, since: i64) -> BreakerStatus {
    let reason = if state == BreakerState::Closed { None } else { ErrorCode::new("overloaded").ok() };
    BreakerStatus { state, since: Timestamp::from_millis(since), reason }
}

fn shows(view: &HealthBoardView, expected: &[(Option<&str>, BreakerState, i64)]) -> bool {
    let expected: Breakers =
        expected.iter().map(|(model, state, since)| (key(*model), status(*state, *since))).collect();
    view.read().breakers == expected
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_sees_the_worst_and_gateways_see_the_others() {
    use BreakerState::{Closed, HalfOpen, Open};
    let server = Server::start();
    let url = server.url();
    let (one, two, api) = (Node::at(&url, true).await, Node::at(&url, true).await, Node::at(&url, false).await);
    one.put(None, Closed, 1);
    one.put(Some("gpt-5.4"), Open, 5);
    two.put(None, HalfOpen, 3);
    two.put(Some("gpt-5.4"), Closed, 2);
    let worst = [(None, HalfOpen, 3), (Some("gpt-5.4"), Open, 5)];
    for node in [&one, &two, &api] {
        eventually("all show the same", async || shows(&node.merged, &worst)).await;
    }
    assert!(shows(&one.others, &[(None, HalfOpen, 3), (Some("gpt-5.4"), Closed, 2)]));
    assert!(shows(&two.others, &[(None, Closed, 1), (Some("gpt-5.4"), Open, 5)]));
    assert!(shows(&api.others, &worst));
    let version = api.merged.read().version;
    server.cli(&["flushall"]);
    eventually("reports are made again after a flush", async || server.cli(&["hlen", "tollkeeper:health"]) == "2")
        .await;
    one.put(Some("gpt-5.4"), Closed, 9);
    eventually("a change shows", async || shows(&api.merged, &[(None, HalfOpen, 3), (Some("gpt-5.4"), Closed, 2)]))
        .await;
    assert!(api.merged.read().version > version);
    two.end().await;
    eventually("who stopped is gone", async || shows(&api.merged, &[(None, Closed, 1), (Some("gpt-5.4"), Closed, 9)]))
        .await;
    one.end().await;
    api.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_died_without_a_word_is_gone_after_a_while_and_rubbish_with_it() {
    use BreakerState::Open;
    let server = Server::start();
    let api = Node::at(&server.url(), false).await;
    let seconds: i64 = server.cli(&["time"]).lines().next().expect("a line").parse().expect("seconds");
    let report = r#"[{"provider":"openai","state":"open","since":7,"reason":"overloaded"}]"#;
    // Of the time to come, so that it stays fresh for as long as this test takes.
    let alive = format!("{}|{report}", (seconds + 3_600) * 1_000);
    server.cli(&["hset", "tollkeeper:health", "dead", &alive]);
    eventually("it is shown", async || shows(&api.merged, &[(None, Open, 7)])).await;
    let long_ago = format!("{}|{report}", (seconds - 3_600) * 1_000);
    server.cli(&["hset", "tollkeeper:health", "dead", &long_ago, "rubbish", "rubbish"]);
    eventually("it is gone", async || shows(&api.merged, &[])).await;
    assert_eq!(server.cli(&["hlen", "tollkeeper:health"]), "0");
    api.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_a_gateway_has_its_own_breakers_only() {
    use BreakerState::{Closed, Open};
    let server = Server::start();
    let (one, two) = (Node::at(&server.url(), true).await, Node::at(&server.url(), true).await);
    one.put(None, Closed, 1);
    two.put(None, Open, 5);
    eventually("they know of each other", async || shows(&one.merged, &[(None, Open, 5)])).await;
    drop(server);
    eventually("what is not known is not held", async || shows(&one.others, &[])).await;
    eventually("its own stays", async || shows(&one.merged, &[(None, Closed, 1)])).await;
    one.end().await;
    two.end().await;
}
