//! What callers may ask: the span, the zone, filters, grouping and pages, read from the query string by name.

pub mod params;
