//! What may be forgotten: snapshots of keys, prices and tenants, dashboard answers, live fan-out. Where roles meet in memory.

pub mod answers;
pub mod counters;
pub mod flights;
pub mod health;
pub mod keys;
pub mod live;
pub mod memory;
pub mod prices;
#[cfg(feature = "redis")]
pub mod redis;
pub mod telemetry;
pub mod tenants;

pub use answers::{AnswerCache, AnswerKey, AnswerSize, Generation, Looked, Metric};
pub use counters::{CounterKey, Counters, MemoryCounters, Window};
pub use flights::{AnswerCounts, Answers};
pub use health::{Board, BreakerState, BreakerStatus, HealthBoardView};
pub use keys::KeyBook;
pub use live::{LiveBus, LiveFeed};
pub use memory::MemoryAnswers;
pub use prices::PriceShelf;
pub use tenants::TenantBook;
