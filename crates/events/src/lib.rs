//! What happened: the usage event's JSON form, the events derived from it, the event log and its local journal.

pub mod journal;
pub mod log;
pub mod topics;

pub use journal::{OnFull, Settings};
pub use log::{AttemptStarted, Batch, EventLog, Intent, LogError, Offset, Record, RecordKind, Stats};
