//! What this process shares with others through Redis; by itself where there is none.

use crate::config::{Cache, Config};
use cache::redis::{BoardTimes, LiveBridge, Redis, RedisAnswers, RedisCounters, RedisSettings, SharedBoards};
use cache::{AnswerCache, Answers, Board, Counters, HealthBoardView, LiveBus, MemoryAnswers, MemoryCounters};
use domain::Clock;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long saying the last things may take when the process ends.
const PARTING: Duration = Duration::from_secs(5);

/// What lies in memory, and in Redis where the configuration names one.
pub struct Shared {
    /// Answers of the API that may be kept.
    pub answers: Answers,
    /// What keys used in the last minute.
    pub counters: Arc<dyn Counters>,
    /// Who watches which tenant.
    pub live: LiveBus,
    /// The breakers of this process's gateway.
    pub own_board: Arc<HealthBoardView>,
    /// The breakers of every gateway that is known of: to show.
    pub board: Arc<HealthBoardView>,
    /// The breakers of the other gateways: a hint.
    pub others: Arc<HealthBoardView>,
    /// Whether no other process uses the same store.
    alone: bool,
    redis: Option<(Redis, LiveBridge)>,
    stop: CancellationToken,
}

impl Shared {
    /// Starts what is shared. Redis need not be there: it is reached when it is.
    #[must_use]
    pub fn start(config: &Config, alone: bool, clock: Arc<dyn Clock>) -> Self {
        let stop = CancellationToken::new();
        let own_board: Arc<HealthBoardView> = Arc::default();
        let Cache::Redis(address) = &config.cache else {
            // Where other processes write to the same store and cannot say so, no answer may be kept.
            let kept = if alone { MemoryAnswers::default() } else { MemoryAnswers::new(0) };
            let answers: Arc<dyn AnswerCache> = Arc::new(kept);
            return Self {
                live: LiveBus::forgetting(answers.clone()),
                answers: Answers::new(answers),
                counters: Arc::new(MemoryCounters::default()),
                board: own_board.clone(),
                own_board,
                others: Arc::default(),
                alone,
                redis: None,
                stop,
            };
        };
        let redis = Redis::start(address.clone(), RedisSettings::new(Uuid::new_v4()), stop.clone());
        let answers: Arc<dyn AnswerCache> = Arc::new(RedisAnswers::start(&redis, stop.clone()));
        let live = LiveBus::forgetting(answers.clone());
        let bridge = LiveBridge::start(&redis, live.clone(), stop.clone());
        let (board, others): (Arc<HealthBoardView>, Arc<HealthBoardView>) = (Arc::default(), Arc::default());
        let own = config.roles.gateway.then(|| own_board.clone());
        let boards = SharedBoards { own, others: others.clone(), merged: board.clone() };
        boards.start(&redis, BoardTimes::default(), stop.clone());
        let counters = Arc::new(RedisCounters::start(&redis, clock, stop.clone()));
        Self {
            live,
            answers: Answers::new(answers),
            counters,
            own_board,
            board,
            others,
            alone,
            redis: Some((redis, bridge)),
            stop,
        }
    }

    /// The breakers of every gateway; `None` where this process does not see all of them now: without Redis beside others,
    /// and while Redis cannot be reached.
    #[must_use]
    pub fn all_breakers(&self) -> Option<Arc<Board>> {
        let sees_all = self.redis.as_ref().map_or(self.alone, |(redis, _)| redis.is_up());
        sees_all.then(|| self.board.read())
    }

    /// What is wrong with Redis; `None` where nothing is, or there is none.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let (redis, _) = self.redis.as_ref().filter(|(redis, _)| !redis.is_up())?;
        Some(format!(
            "Redis at {} cannot be reached: answers are computed anew, limits count here only",
            redis.address()
        ))
    }

    /// Says what is left to be said, and ends.
    pub async fn end(&self) {
        self.stop.cancel();
        if let Some((redis, _)) = &self.redis {
            // What is not said in time is found by the others' own looks.
            let _ = tokio::time::timeout(PARTING, redis.joined()).await;
        }
    }
}
