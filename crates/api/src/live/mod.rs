//! `WS /api/v1/analytics/live`: the month's savings, today's cost and the newest rows, as they change.

pub mod messages;
