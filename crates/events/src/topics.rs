//! The names of the topics, and the schema version they carry.

/// Usage events: one per admitted request, keyed by `tenant_id`.
pub const USAGE: &str = "tollkeeper.usage.v1";
/// One record per attempt: how a provider did.
pub const PERFORMANCE: &str = "tollkeeper.performance.v1";
/// One record per failed attempt.
pub const ERRORS: &str = "tollkeeper.errors.v1";
/// The `schema_version` that this build writes, and the highest that it reads.
pub const SCHEMA_VERSION: u64 = 1;
