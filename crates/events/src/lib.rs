//! What happened: the usage event's JSON form, the events derived from it, the event log, its local journal, and what a
//! worker reads from.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod derived;
pub mod journal;
#[cfg(feature = "kafka")]
pub mod kafka;
pub mod log;
#[cfg(any(test, feature = "contract"))]
pub mod memory;
pub mod source;
pub mod telemetry;
pub mod topics;
pub mod usage;

pub use derived::{ErrorEvent, PerformanceEvent, error_events, performance_events};
pub use journal::{Journal, OnFull, OpenError, Recovery, Settings};
pub use log::{AttemptStarted, Batch, EventLog, Intent, LogError, Offset, Record, RecordKind, Stats};
pub use source::{Claim, Claims, EventFeed, EventSource, JournalFeed, Lag, PartitionBatch, Reading};
pub use usage::{Reason, Rejected};
