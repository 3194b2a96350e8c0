//! How a journal is set up.

use std::path::PathBuf;
use std::time::Duration;

/// What `begin` does when the disk budget is used up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnFull {
    /// Refuse the request: the gateway answers 503.
    #[default]
    Refuse,
    /// Serve it, and drop and count its event if there is still no room when it ends.
    Drop,
}

/// How a journal is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder; made if missing. One process at a time.
    pub dir: PathBuf,
    /// A segment is closed when it has grown past this. Default 64 MiB.
    pub segment_bytes: u64,
    /// How long a written record may wait for `fdatasync`: what a power cut can take. Default 100 ms.
    pub flush_interval: Duration,
    /// Disk space for all segments. Default 4 GiB.
    pub budget_bytes: u64,
    /// How long acknowledged segments are kept although the budget asks for room. Default 0: a journal that is full of
    /// records everybody has read must not refuse requests.
    pub retain: Duration,
    /// What to do when the budget is used up by records nobody has acknowledged.
    pub on_full: OnFull,
}

impl Settings {
    /// The defaults, in `dir`.
    #[must_use]
    pub fn in_dir(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            segment_bytes: 64 << 20,
            flush_interval: Duration::from_millis(100),
            budget_bytes: 4 << 30,
            retain: Duration::ZERO,
            on_full: OnFull::Refuse,
        }
    }
}
