//! What can be set; the defaults suit one machine.

use std::time::Duration;

/// How the worker works.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Records a batch at most.
    pub batch_records: usize,
    /// Bytes of log a batch looks at, about.
    pub batch_bytes: usize,
    /// Batches of different partitions that are on their way to the store at once, at most.
    pub batches_at_once: usize,
    /// How long events wait at most after a round of batches was stored: twice as long as that took, and no longer than
    /// this. So a worker with little to do stores each event at once, and a busy one stores more of them together.
    pub rest: Duration,
    /// How long the consumer sleeps at most when nothing comes.
    pub idle: Duration,
    /// The first pause after the store or the log failed; doubled each time.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// Days that raw rows are kept; sums are kept for ever.
    pub retention_days: u32,
    /// Hours before the end of retention at which an event is too late to be counted: it must not come in while its
    /// hour is being swept.
    pub late_margin_hours: u32,
    /// Rows of a part of an export: what is read, compressed and stored at once.
    pub export_part_rows: usize,
    /// How often a job's schedule looks at the clock.
    pub tick: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            batch_records: 1_000,
            batch_bytes: 4 << 20,
            batches_at_once: 4,
            rest: Duration::from_millis(250),
            idle: Duration::from_secs(1),
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(30),
            retention_days: 90,
            late_margin_hours: 24,
            export_part_rows: 10_000,
            tick: Duration::from_millis(500),
        }
    }
}
