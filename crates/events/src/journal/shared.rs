//! What the journal's handle, its flusher and its readers share.

use super::disk::Disk;
use super::flusher::Wake;
use super::reader::{Place, Reading, locate};
use super::segment::Segment;
use super::writer::Writer;
use crate::log::{Batch, LogError, Offset, Stats};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

pub(super) struct Shared {
    writer: Mutex<Writer>,
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    /// The end of the last usage event.
    usage_end: AtomicU64,
    pub(super) notify: Notify,
    pub(super) wake: Wake,
    /// One flush at a time.
    flushing: Mutex<()>,
    /// Up to where the last flush reached.
    flushed: AtomicU64,
    flush_failures: AtomicU64,
}

impl Shared {
    pub(super) fn new(writer: Writer, disk: Arc<dyn Disk>) -> Self {
        let dir = writer.settings.dir.clone();
        let usage_end = AtomicU64::new(writer.head().0);
        Self {
            writer: Mutex::new(writer),
            disk,
            dir,
            usage_end,
            notify: Notify::new(),
            wake: Wake::default(),
            flushing: Mutex::new(()),
            flushed: AtomicU64::new(0),
            flush_failures: AtomicU64::new(0),
        }
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes under the lock, and tells the flusher, and the readers if usage events were written.
    pub(super) fn write(&self, act: impl FnOnce(&mut Writer) -> Result<(), LogError>) -> Result<(), LogError> {
        let mut writer = self.writer();
        let settled = writer.settled;
        let result = act(&mut writer);
        let new_usage = writer.settled > settled;
        if new_usage {
            self.usage_end.store(writer.head().0, Ordering::Release);
        }
        drop(writer);
        self.wake.wrote();
        if new_usage {
            self.notify.notify_waiters();
        }
        result
    }

    /// Whether a usage event may stand at or after an offset.
    pub(super) fn has_usage_from(&self, from: Offset) -> bool {
        self.usage_end.load(Ordering::Acquire) > from.0
    }

    pub(super) fn has_deferred(&self) -> bool {
        !self.writer().deferred.is_empty()
    }

    /// Flushes what was written before the call.
    pub(super) fn flush(&self) -> Result<(), LogError> {
        let _one_at_a_time = self.flushing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.has_deferred() {
            self.write(|writer| {
                writer.write_deferred();
                Ok(())
            })?;
        }
        let unflushed = self.writer().take_unflushed();
        let synced = unflushed.files.iter().try_for_each(|file| file.sync());
        let synced = synced.and_then(|()| if unflushed.names { self.disk.sync_dir(&self.dir) } else { Ok(()) });
        match synced {
            Ok(()) => {
                self.flushed.store(unflushed.head.0, Ordering::Release);
                Ok(())
            }
            Err(source) => {
                self.flush_failures.fetch_add(1, Ordering::Relaxed);
                self.writer().give_back(unflushed);
                Err(LogError::Io { path: self.dir.display().to_string(), source })
            }
        }
    }

    /// Reads on from an offset; see [`crate::EventLog::read`].
    pub(super) fn read(&self, from: Offset, max_records: usize, max_bytes: usize) -> Result<Batch, LogError> {
        let head = self.writer().head();
        if from > head {
            return Err(LogError::Ahead { from, head });
        }
        let mut reading = Reading::new(from, max_records.max(1), max_bytes.max(1));
        while !reading.is_done() {
            let place = locate(reading.next(), self.writer().segments.iter());
            match place {
                Place::End => break,
                Place::Between { next, lost } => reading.skip_to(next, lost),
                Place::In { segment, end } => match reading.read_segment(&segment, end) {
                    // Dropped while it was read: the next round finds what is left.
                    Err(LogError::Io { source, .. })
                        if source.kind() == io::ErrorKind::NotFound && !self.holds(&segment) => {}
                    result => result?,
                },
            }
        }
        Ok(reading.finish())
    }

    fn holds(&self, segment: &Segment) -> bool {
        self.writer().segments.iter().any(|held| held.base == segment.base)
    }

    pub(super) fn stats(&self) -> Stats {
        let flushed = Offset(self.flushed.load(Ordering::Acquire));
        let writer = self.writer();
        let (head, tail) = (writer.head(), writer.tail());
        let bytes_from = |from: Offset| {
            let after = |segment: &Segment| segment.end().0.saturating_sub(segment.base.max(from.0)).min(segment.bytes);
            writer.segments.iter().map(after).sum()
        };
        Stats {
            bytes: writer.used_bytes,
            budget_bytes: writer.settings.budget_bytes,
            is_full: writer.is_full(),
            segments: writer.segments.len() as u64,
            tail,
            head,
            released: writer.released,
            lag_bytes: bytes_from(writer.released),
            open_intents: writer.open.len() as u64,
            deferred: writer.deferred.len() as u64,
            dropped_events: writer.dropped_events,
            settled: writer.settled,
            unflushed_bytes: bytes_from(flushed),
            flush_failures: self.flush_failures.load(Ordering::Relaxed),
        }
    }
}
