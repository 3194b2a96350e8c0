//! What processes share through Redis. All of it may be forgotten, and Redis may be gone: then each process goes on by
//! itself, slower, and catches up when Redis is back.

mod address;
mod dial;
mod link;
mod pauses;

pub use address::{Address, AddressError};
pub use link::Redis;
