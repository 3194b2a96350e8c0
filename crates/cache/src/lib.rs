//! What may be forgotten: snapshots of keys and prices, dashboard answers, live fan-out. Where roles meet in memory.

pub mod keys;
pub mod prices;

pub use keys::KeyBook;
pub use prices::PriceShelf;
