//! What processes share through Redis. All of it may be forgotten, and Redis may be gone: then each process goes on by
//! itself, slower, and catches up when Redis is back.

mod address;
mod answers;
mod boards;
mod bridge;
mod changes;
mod check;
mod counters;
mod dial;
mod fixes;
mod generations;
mod kept;
mod link;
mod outbox;
mod pauses;
mod report;
mod signal;

pub use address::{Address, AddressError};
pub use answers::RedisAnswers;
pub use boards::{BoardTimes, SharedBoards};
pub use bridge::LiveBridge;
pub use check::check;
pub use counters::RedisCounters;
pub use link::{Redis, RedisSettings};
