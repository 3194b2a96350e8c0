//! Every metric of the data plane, by name. None carries a tenant, a key or anything a caller wrote.

/// Requests by endpoint and status.
pub const REQUESTS: &str = "tollkeeper_requests_total";
/// Attempts by provider and outcome (`ok` or an error code).
pub const ATTEMPTS: &str = "tollkeeper_attempts_total";
/// Requests refused before admission, by error code.
pub const REFUSED: &str = "tollkeeper_requests_refused_total";
/// Breaker changes by scope and new state.
pub const BREAKER_CHANGES: &str = "tollkeeper_breaker_changes_total";
/// Requests that are being answered now.
pub const IN_FLIGHT: &str = "tollkeeper_requests_in_flight";
/// Settlements that could not be written.
pub const SETTLE_FAILED: &str = "tollkeeper_settlements_failed_total";
/// Answers whose client left before the end, by what was done (`drained`, `cut`).
pub const CLIENT_GONE: &str = "tollkeeper_client_gone_total";

/// Every metric of this crate.
pub const ALL: &[&str] = &[REQUESTS, ATTEMPTS, REFUSED, BREAKER_CHANGES, IN_FLIGHT, SETTLE_FAILED, CLIENT_GONE];
