//! Every metric of the cache, by name. None carries a tenant, a key or anything a caller wrote.

/// Questions of the dashboard that an answer was kept for, by what they are about (`metric`).
pub const HITS: &str = "tollkeeper_cache_hits_total";
/// Questions that were computed, by what they are about (`metric`). The hit ratio is hits over both.
pub const MISSES: &str = "tollkeeper_cache_misses_total";
/// Whether Redis answers: 1 or 0; absent without Redis.
pub const UP: &str = "tollkeeper_cache_up";
/// Commands that Redis did not answer with success, by `kind`: `timeout`, `lost`, `refused`. None are sent while it is down.
pub const ERRORS: &str = "tollkeeper_cache_errors_total";
/// Seconds until Redis answered, or the wait was given up.
pub const COMMAND_SECONDS: &str = "tollkeeper_cache_command_seconds";
/// Tenants whose answers are forgotten here and not yet in Redis.
pub const FORGETS_PENDING: &str = "tollkeeper_cache_forgets_pending";
/// Messages between processes about changed tenants, by `way`: `sent`, `heard`.
pub const LIVE_MESSAGES: &str = "tollkeeper_live_messages_total";
/// Times that listening to other processes began: the first, and one for each time it was interrupted.
pub const LIVE_SUBSCRIPTIONS: &str = "tollkeeper_live_subscriptions_total";

/// Every metric of this crate.
pub const ALL: &[&str] =
    &[HITS, MISSES, UP, ERRORS, COMMAND_SECONDS, FORGETS_PENDING, LIVE_MESSAGES, LIVE_SUBSCRIPTIONS];
