//! Counters: the contract over memory and Redis, and what a flush, an outage and wrong clocks do.

use crate::contract::counters::{Shared, all};
use crate::place::{Server, eventually, shared, soon};
use crate::world::{NOW, connected};
use cache::redis::{Redis, RedisCounters};
use cache::{CounterKey, Counters, MemoryCounters, Window};
use domain::Clock as _;
use std::sync::Arc;
use test_support::FakeClock;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

struct Node {
    counters: RedisCounters,
    clock: FakeClock,
    redis: Redis,
    stop: CancellationToken,
}

impl Node {
    async fn at(url: &str, clock: FakeClock) -> Self {
        let (redis, stop) = connected(url).await;
        let counters = RedisCounters::start(&redis, Arc::new(clock.clone()), stop.clone());
        assert!(counters.exchange().await, "the clocks are compared");
        Self { counters, clock, redis, stop }
    }

    fn count(&self, key: CounterKey, n: u64) {
        self.counters.count(key, n, self.clock.now());
    }

    fn total(&self, key: CounterKey) -> u64 {
        self.counters.total(key, self.clock.now())
    }

    async fn end(self) {
        self.stop.cancel();
        soon("everything ends", self.redis.joined()).await;
    }
}

fn key() -> CounterKey {
    CounterKey { what: "requests", id: Uuid::new_v4(), window: Window::FiveMinutes }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_passes_the_contract() {
    let counters = Arc::new(MemoryCounters::default());
    let exchanged = Box::new(|| Box::pin(std::future::ready(())) as _);
    all(&Shared { here: counters.clone(), there: counters, clock: FakeClock::at(NOW), exchanged }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_passes_the_contract() {
    passes_the_contract(&shared()).await;
}

/// The contract over two processes at this URL.
pub async fn passes_the_contract(url: &str) {
    let clock = FakeClock::at(NOW);
    let (here, there) = (Node::at(url, clock.clone()).await, Node::at(url, clock.clone()).await);
    let (one, two) = (here.counters.clone(), there.counters.clone());
    let exchanged = Box::new(move || {
        let (one, two) = (one.clone(), two.clone());
        // Twice the first: it hears what the second told.
        Box::pin(async move { assert!(one.exchange().await && two.exchange().await && one.exchange().await) }) as _
    });
    let (first, second) = (Arc::new(here.counters.clone()), Arc::new(there.counters.clone()));
    all(&Shared { here: first, there: second, clock, exchanged }).await;
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_are_exchanged_without_being_asked_and_clocks_need_not_agree() {
    let url = shared();
    let (right, wrong) = (FakeClock::at(NOW), FakeClock::at(NOW.plus_millis(600_000)));
    let (here, there) = (Node::at(&url, right).await, Node::at(&url, wrong).await);
    let key = key();
    here.count(key, 2);
    there.count(key, 3);
    eventually("each knows both", async || here.total(key) == 5 && there.total(key) == 5).await;
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flush_is_healed_by_the_next_exchange() {
    let server = Server::start();
    let clock = FakeClock::at(NOW);
    let (here, there) = (Node::at(&server.url(), clock.clone()).await, Node::at(&server.url(), clock).await);
    let key = key();
    here.count(key, 10);
    eventually("it is known", async || there.total(key) == 10).await;
    server.cli(&["flushall"]);
    here.count(key, 1);
    eventually("all of it is known again", async || there.total(key) == 11).await;
    assert_eq!(here.total(key), 11);
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_each_counts_for_itself_and_catches_up() {
    let server = Server::start();
    let (port, clock) = (server.port, FakeClock::at(NOW));
    let (here, there) = (Node::at(&server.url(), clock.clone()).await, Node::at(&server.url(), clock).await);
    let key = key();
    drop(server);
    eventually("it is missed", async || !here.redis.is_up() && !there.redis.is_up()).await;
    here.count(key, 4);
    there.count(key, 5);
    assert_eq!((here.total(key), there.total(key)), (4, 5));
    let _server = Server::on(port, &[]);
    eventually("both are known again", async || here.total(key) == 9 && there.total(key) == 9).await;
    here.end().await;
    there.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_lies_in_redis_is_bounded_in_time() {
    let server = Server::start();
    let node = Node::at(&server.url(), FakeClock::at(NOW)).await;
    let key = key();
    node.count(key, 4);
    assert!(node.counters.exchange().await);
    let name = key.to_string();
    server.cli(&["hset", &name, "somebody:1", "100"]);
    node.count(key, 1);
    eventually("old slots are dropped", async || node.counters.exchange().await && server.cli(&["hlen", &name]) == "1")
        .await;
    let left: i64 = server.cli(&["pttl", &name]).parse().expect("milliseconds");
    assert!(left > 0 && left <= 360_000, "{left}");
    assert_eq!(node.total(key), 5);
    node.end().await;
}
