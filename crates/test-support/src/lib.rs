//! Builders, fake clock and fixtures for the other crates' tests. Everything is made from a number, never from chance.

pub mod arbitrary;
pub mod clock;
pub mod events;
pub mod prices;

pub use clock::FakeClock;
pub use events::{at, event, failed_event, model, provider, target, tenant, token};
pub use prices::{ledger_row, price_book, price_row, provider_info};
