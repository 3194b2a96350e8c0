//! What callers may ask: the span, the zone, filters, grouping and pages, read from the query string by name.

pub mod ask;
pub mod body;
pub mod page;
pub mod params;
pub mod span;

pub use ask::Ask;
pub use span::Asked;
