//! Processes of a cluster, as far as this crate goes: each with its own connection, cache, watchers and listener.

use crate::place::{PATIENCE, eventually};
use cache::redis::{Address, LiveBridge, Redis, RedisAnswers, RedisSettings};
use cache::{AnswerCache, AnswerKey, Answers, LiveBus, Looked, Metric};
use domain::{TenantId, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The moment of every test: Redis goes by its own clock.
pub const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

pub struct Process {
    pub redis: Redis,
    pub cache: Arc<RedisAnswers>,
    pub answers: Answers,
    pub live: LiveBus,
    pub bridge: LiveBridge,
    pub stop: CancellationToken,
}

impl Process {
    /// A process that is connected and listens. It waits so long for an answer that a busy machine breaks no connection.
    pub async fn at(url: &str) -> Self {
        Self::begun(Self::starting(url, PATIENCE)).await
    }

    /// A process that waits for an answer as long as it does for users.
    pub async fn hasty(url: &str) -> Self {
        Self::begun(Self::starting(url, RedisSettings::new(Uuid::nil()).command_timeout)).await
    }

    async fn begun(process: Self) -> Self {
        assert!(process.redis.reached(PATIENCE).await, "{} is not there", process.redis.address());
        assert!(process.bridge.subscribed(1, PATIENCE).await, "it listens");
        process
    }

    /// A process that has just begun to connect.
    pub fn starting(url: &str, command_timeout: Duration) -> Self {
        let (redis, stop) = connecting(url, command_timeout);
        let cache = Arc::new(RedisAnswers::start(&redis, stop.clone()));
        let live = LiveBus::forgetting(cache.clone());
        let bridge = LiveBridge::start(&redis, live.clone(), stop.clone());
        Self { redis, answers: Answers::new(cache.clone()), cache, live, bridge, stop }
    }

    /// Stops it as a process does, and waits for its last words.
    pub async fn end(self) {
        self.stop.cancel();
        crate::place::soon("everything ends", self.redis.joined()).await;
    }

    pub async fn finds(&self, key: &AnswerKey) -> Option<String> {
        found(&*self.cache, key).await
    }
}

/// A connection that has just begun to be made, and what stops it.
pub fn connecting(url: &str, command_timeout: Duration) -> (Redis, CancellationToken) {
    let stop = CancellationToken::new();
    let settings = RedisSettings { process: Uuid::new_v4(), command_timeout };
    (Redis::start(Address::parse(url).expect("a URL"), settings, stop.clone()), stop)
}

/// A connection that has been made, and what stops it.
pub async fn connected(url: &str) -> (Redis, CancellationToken) {
    let (redis, stop) = connecting(url, PATIENCE);
    assert!(redis.reached(PATIENCE).await, "{} is not there", redis.address());
    (redis, stop)
}

pub fn tenant() -> TenantId {
    TenantId(Uuid::new_v4())
}

pub fn key(tenant_id: TenantId) -> AnswerKey {
    AnswerKey::new(tenant_id, Metric::Costs, "7d", &["UTC".to_owned()])
}

/// The kept answer.
pub async fn found(cache: &dyn AnswerCache, key: &AnswerKey) -> Option<String> {
    match cache.look(key, NOW).await {
        Looked::Hit(answer) => Some(answer.to_string()),
        Looked::Miss(_) => None,
    }
}

/// Looks, misses and keeps.
pub async fn fill(cache: &dyn AnswerCache, key: &AnswerKey, answer: &str) {
    match cache.look(key, NOW).await {
        Looked::Miss(generation) => cache.keep(key, generation, answer.into(), NOW).await,
        Looked::Hit(_) => panic!("{key} was there already"),
    }
}

/// Keeps an answer in the end, though the connection may be lost on the way.
pub async fn surely_fill(cache: &dyn AnswerCache, key: &AnswerKey, answer: &str) {
    eventually("it is kept", async || match cache.look(key, NOW).await {
        Looked::Miss(generation) => {
            cache.keep(key, generation, answer.into(), NOW).await;
            false
        }
        Looked::Hit(found) => &*found == answer,
    })
    .await;
}

/// Checks the Redis of a URL, as the program does with the one of its configuration.
pub async fn check(url: &str) -> Result<String, String> {
    let address = cache::redis::Address::parse(url).map_err(|error| error.to_string())?;
    cache::redis::check(&address).await
}
