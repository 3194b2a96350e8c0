//! Every metric of the worker, by name. None carries a tenant, a key or anything a caller wrote.

/// Rows added to the ledger.
pub const ROWS: &str = "tollkeeper_ledger_rows_total";
/// Events that were in the ledger already: redelivery, not an error.
pub const DUPLICATES: &str = "tollkeeper_ledger_duplicates_total";
/// Events filed as dead letters, by reason.
pub const DEAD_LETTERS: &str = "tollkeeper_dead_letters_total";
/// Seconds from reading a batch to its commit.
pub const BATCH_SECONDS: &str = "tollkeeper_consumer_batch_seconds";
/// Bytes of log that are not in the store yet; only of a log that counts in bytes.
pub const LAG_BYTES: &str = "tollkeeper_consumer_lag_bytes";
/// Usage events that are not in the store yet: those appended since the start, of a local log; all, of a shared one.
pub const LAG_EVENTS: &str = "tollkeeper_consumer_lag_events";
/// Age of the oldest event that is not in the store yet, or, of a log that does not tell it, of the newest event of the
/// last batch; 0 when none waits.
pub const LAG_SECONDS: &str = "tollkeeper_consumer_lag_seconds";
/// Attempts that the store or the log failed, each followed by a pause and another.
pub const RETRIES: &str = "tollkeeper_consumer_retries_total";
/// Batches that held rows which the store refused, and were taken apart.
pub const BISECTED: &str = "tollkeeper_consumer_bisected_batches_total";
/// Runs of jobs, by job and outcome (`ok`, `failed`).
pub const JOB_RUNS: &str = "tollkeeper_job_runs_total";
/// What jobs changed, by job: hours rebuilt, hours that differed, rows swept or rated again, alerts that changed
/// state, exports made or given up.
pub const JOB_CHANGES: &str = "tollkeeper_job_changes_total";
/// Days from today on that have a partition in the store, today included; absent where the store has none.
pub const PARTITION_DAYS: &str = "tollkeeper_store_partition_days_ready";
/// Requests of the last day whose cost is not known.
pub const UNPRICED: &str = "tollkeeper_unpriced_requests";

/// Every metric of this crate.
pub const ALL: &[&str] = &[
    ROWS,
    DUPLICATES,
    DEAD_LETTERS,
    BATCH_SECONDS,
    LAG_BYTES,
    LAG_EVENTS,
    LAG_SECONDS,
    RETRIES,
    BISECTED,
    JOB_RUNS,
    JOB_CHANGES,
    PARTITION_DAYS,
    UNPRICED,
];
