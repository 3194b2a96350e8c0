//! The event log on a local disk: segmented append-only files, one process at a time.
//!
//! A record is handed to the operating system before the call that appends it returns, so a killed process loses
//! nothing; a thread calls `fdatasync` for all records of an interval together, so a power cut loses at most that.
//! Each segment begins with the requests that were open, so that opening reads the last segment only.

mod disk;
mod error;
mod flusher;
mod open_request;
mod reader;
mod record;
mod recovery;
mod segment;
mod settings;
mod shared;
mod writer;

#[cfg(test)]
mod tests;

pub use error::OpenError;
pub use recovery::Recovery;
pub use settings::{OnFull, Settings};

use crate::log::{AttemptStarted, Batch, EventLog, Intent, LogError, Offset, Stats};
use crate::usage::encode_into;
use async_trait::async_trait;
use disk::{Disk, SystemDisk};
use domain::{Timestamp, UsageEvent};
use error::at;
use flusher::Flusher;
use open_request::{OpenRequest, interrupted, read_attempt, read_intent, write_json};
use record::{Kind, frame, payload_of};
use shared::Shared;
use std::cell::RefCell;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::sync::Arc;
use std::time::Duration;
use writer::Writer;

/// The largest record that a caller may append: far above the largest event that is accepted.
const MAX_RECORD_BYTES: usize = 256 << 10;

thread_local! {
    /// Each thread's space for the record it is about to append, so that encoding needs neither lock nor allocation.
    static SPACE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The event log on a local disk. Dropping it flushes and frees the folder.
pub struct Journal {
    shared: Arc<Shared>,
    flusher: Flusher,
    recovery: Recovery,
    /// Held for as long as the journal is: the lock goes with the file.
    _lock: File,
}

impl Journal {
    /// Opens the journal in a folder, or makes one. `now` is the machine's time.
    ///
    /// Before anything can be read, a torn tail is cut and every request that the last process did not settle is
    /// settled as `interrupted`; [`Journal::recovery`] tells.
    ///
    /// # Errors
    /// The folder is in use, was written by a newer version, or cannot be read or written; each names the fix.
    pub fn open(settings: Settings, now: Timestamp) -> Result<Self, OpenError> {
        Self::open_on(settings, now, Arc::new(SystemDisk))
    }

    fn open_on(settings: Settings, now: Timestamp, disk: Arc<dyn Disk>) -> Result<Self, OpenError> {
        check(&settings)?;
        fs::create_dir_all(&settings.dir).map_err(at(&settings.dir, "made"))?;
        let lock = lock(&settings)?;
        let (mut segments, torn_bytes) = segment::list(&settings.dir)?;
        let mut recovery = Recovery { torn_bytes, ..Recovery::default() };
        let open = recovery::scan(&mut segments, &mut recovery)?;

        let dir = settings.dir.clone();
        let base = segment::next_span(segments.last().map(segment::Segment::end), now);
        let interval = settings.flush_interval;
        let mut writer =
            Writer::start(settings, Arc::clone(&disk), segments, open, base).map_err(at(&dir, "written"))?;
        recovery.interrupted = settle_interrupted(&mut writer).map_err(|error| OpenError::Io {
            path: dir.clone(),
            action: "written",
            source: std::io::Error::other(error),
        })?;
        let shared = Arc::new(Shared::new(writer, disk));
        shared.flush().map_err(|error| OpenError::Io {
            path: dir.clone(),
            action: "flushed",
            source: std::io::Error::other(error),
        })?;
        let flusher = Flusher::start(&shared, interval).map_err(at(&dir, "given its flusher thread"))?;
        Ok(Self { shared, flusher, recovery, _lock: lock })
    }

    /// What was found and done when it opened: log it, count it.
    #[must_use]
    pub const fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// Encodes a record in the thread's space and appends it.
    fn append(
        &self,
        kind: Kind,
        payload: impl FnOnce(&mut Vec<u8>),
        act: impl FnOnce(&mut Writer, &[u8]) -> Result<(), LogError>,
    ) -> Result<(), LogError> {
        SPACE.with_borrow_mut(|record| {
            frame(kind, record, payload);
            if record.len() > MAX_RECORD_BYTES {
                let bytes = record.len();
                *record = Vec::new();
                return Err(LogError::TooLarge { bytes, max_bytes: MAX_RECORD_BYTES });
            }
            self.shared.write(|writer| act(writer, record))
        })
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.flusher.stop(&self.shared);
    }
}

#[async_trait]
impl EventLog for Journal {
    fn begin(&self, intent: &Intent) -> Result<(), LogError> {
        self.append(
            Kind::Intent,
            |out| write_json(intent, out),
            |writer, record| {
                let request = OpenRequest { intent: payload_of(record).into(), attempt: None };
                writer.begin(intent.event_id, record, request)
            },
        )
    }

    fn attempt(&self, started: &AttemptStarted) -> Result<(), LogError> {
        self.append(
            Kind::Attempt,
            |out| write_json(started, out),
            |writer, record| writer.attempt(started.event_id, record),
        )
    }

    fn settle(&self, event: &UsageEvent) -> Result<(), LogError> {
        self.append(
            Kind::Settled,
            |out| encode_into(event, out),
            |writer, record| writer.settle(event.event_id, record),
        )
    }

    async fn read(&self, from: Offset, max_records: usize, max_bytes: usize) -> Result<Batch, LogError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || shared.read(from, max_records, max_bytes))
            .await
            .unwrap_or(Err(LogError::Closed))
    }

    async fn wait_for(&self, from: Offset, timeout: Duration) -> bool {
        let waiting = async {
            loop {
                let notified = self.shared.notify.notified();
                tokio::pin!(notified);
                // Listening begins before looking, so that nothing falls in between.
                notified.as_mut().enable();
                if self.shared.has_usage_from(from) {
                    return;
                }
                notified.await;
            }
        };
        tokio::time::timeout(timeout, waiting).await.is_ok()
    }

    fn release(&self, upto: Offset) {
        self.shared.writer().release(upto);
    }

    fn head(&self) -> Offset {
        self.shared.writer().head()
    }

    fn tail(&self) -> Offset {
        self.shared.writer().tail()
    }

    fn stats(&self) -> Stats {
        self.shared.stats()
    }

    async fn flush(&self) -> Result<(), LogError> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || shared.flush()).await.unwrap_or(Err(LogError::Closed))
    }
}

fn check(settings: &Settings) -> Result<(), OpenError> {
    if settings.segment_bytes < 4096 {
        let fix = "a segment has at least 4096 bytes";
        return Err(OpenError::Setting { setting: "segment_bytes", value: settings.segment_bytes, fix });
    }
    if settings.budget_bytes < settings.segment_bytes.saturating_mul(2) {
        let fix = "the budget holds at least two segments, since the one that is written cannot be dropped";
        return Err(OpenError::Setting { setting: "budget_bytes", value: settings.budget_bytes, fix });
    }
    Ok(())
}

fn lock(settings: &Settings) -> Result<File, OpenError> {
    let path = settings.dir.join("lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(at(&path, "opened"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked { dir: settings.dir.clone() }),
        Err(TryLockError::Error(source)) => Err(OpenError::Io { path, action: "locked", source }),
    }
}

/// Settles every open request as interrupted, in the order of their ids.
fn settle_interrupted(writer: &mut Writer) -> Result<Vec<domain::EventId>, LogError> {
    let read = |request: &OpenRequest| {
        Some(interrupted(read_intent(&request.intent)?, request.attempt.as_deref().and_then(read_attempt)))
    };
    let mut events: Vec<UsageEvent> = writer.open.values().filter_map(read).collect();
    events.sort_by_key(|event| event.event_id);
    let mut record = Vec::new();
    for event in &events {
        frame(Kind::Settled, &mut record, |out| encode_into(event, out));
        writer.settle(event.event_id, &record)?;
    }
    // What the disk refused waits in memory, which is right for a running journal and too weak for one that opens.
    if !writer.deferred.is_empty() {
        return Err(writer.full());
    }
    Ok(events.into_iter().map(|event| event.event_id).collect())
}
