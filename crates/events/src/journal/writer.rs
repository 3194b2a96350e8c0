//! The writing end: what happens under the journal's one lock.

use super::disk::{Disk, SegmentFile};
use super::open_request::{OpenRequest, OpenRequests, write_checkpoint};
use super::record::{Kind, frame, payload_of};
use super::segment::{Segment, header, path_of};
use super::settings::{OnFull, Settings};
use crate::log::{LogError, Offset};
use domain::EventId;
use std::collections::VecDeque;
use std::fs;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Room kept for what an admitted request will still write: its settlement, its attempts, its place in a checkpoint.
const RESERVED_PER_OPEN_BYTES: u64 = 8 << 10;
/// Settlements that the disk refused wait in memory up to this.
const MAX_DEFERRED_BYTES: usize = 16 << 20;

/// The state under the lock.
pub(super) struct Writer {
    pub(super) settings: Settings,
    disk: Arc<dyn Disk>,
    file: Arc<dyn SegmentFile>,
    /// Oldest first; the last is written.
    pub(super) segments: VecDeque<Segment>,
    /// The segment that is written is closed when it has grown to this: the setting, or twice its checkpoint, so that
    /// a great many open requests do not fill the disk with checkpoints.
    rotate_at_bytes: u64,
    /// Bytes of all segments.
    pub(super) used_bytes: u64,
    pub(super) open: OpenRequests,
    pub(super) deferred: VecDeque<(EventId, Box<[u8]>)>,
    deferred_bytes: usize,
    pub(super) released: Offset,
    /// Written and closed, not yet flushed.
    unflushed: Vec<Arc<dyn SegmentFile>>,
    new_names: bool,
    pub(super) dropped_events: u64,
    pub(super) settled: u64,
}

/// What a flush has to wait for.
pub(super) struct Unflushed {
    pub(super) files: Vec<Arc<dyn SegmentFile>>,
    pub(super) names: bool,
    pub(super) head: Offset,
}

impl Writer {
    /// Begins a new segment at `base` behind those that are there, and writes to it.
    pub(super) fn start(
        settings: Settings,
        disk: Arc<dyn Disk>,
        segments: Vec<Segment>,
        open: OpenRequests,
        base: u64,
    ) -> io::Result<Self> {
        let previous_end = segments.last().map_or(base, |last| last.end().0);
        let (file, first) = create(&settings, disk.as_ref(), base, previous_end, &open)?;
        let used_bytes = segments.iter().map(|segment| segment.bytes).sum::<u64>() + first.bytes;
        let rotate_at_bytes = settings.segment_bytes.max(first.bytes * 2);
        let mut segments = VecDeque::from(segments);
        segments.push_back(first);
        Ok(Self {
            settings,
            disk,
            file,
            segments,
            rotate_at_bytes,
            used_bytes,
            open,
            deferred: VecDeque::new(),
            deferred_bytes: 0,
            released: Offset::START,
            unflushed: Vec::new(),
            new_names: true,
            dropped_events: 0,
            settled: 0,
        })
    }

    /// Where the next record will be.
    pub(super) fn head(&self) -> Offset {
        self.segments.back().map_or(Offset::START, Segment::end)
    }

    /// The oldest offset that can be read.
    pub(super) fn tail(&self) -> Offset {
        self.segments.front().map_or(Offset::START, |first| Offset(first.base))
    }

    /// Admits a request, if there is room for it and for what it will still write.
    pub(super) fn begin(&mut self, id: EventId, record: &[u8], request: OpenRequest) -> Result<(), LogError> {
        self.write_deferred();
        let reserved = RESERVED_PER_OPEN_BYTES * (self.open.len() as u64 + 1);
        let result = if self.make_room(reserved + record.len() as u64) && self.deferred.is_empty() {
            self.append(record)
        } else {
            Err(self.full())
        };
        match result {
            Ok(()) => {
                self.open.insert(id, request);
                Ok(())
            }
            // Its settlement is written if there is room by then, and counted as dropped if not.
            Err(LogError::Full { .. }) if self.settings.on_full == OnFull::Drop => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Notes an attempt of an admitted request; one that was not admitted needs none.
    pub(super) fn attempt(&mut self, id: EventId, record: &[u8]) -> Result<(), LogError> {
        if !self.open.contains_key(&id) {
            return Ok(());
        }
        self.append(record)?;
        if let Some(request) = self.open.get_mut(&id) {
            request.attempt = Some(payload_of(record).into());
        }
        Ok(())
    }

    /// Settles a request. One that was not admitted, because the log was full, finds room or is dropped.
    pub(super) fn settle(&mut self, id: EventId, record: &[u8]) -> Result<(), LogError> {
        self.write_deferred();
        if !self.open.contains_key(&id) {
            let reserved = RESERVED_PER_OPEN_BYTES * self.open.len() as u64;
            if !self.make_room(reserved + record.len() as u64) {
                self.dropped_events += 1;
                return if self.settings.on_full == OnFull::Drop { Ok(()) } else { Err(self.full()) };
            }
        }
        let result = if self.deferred.is_empty() { self.append(record) } else { Err(self.full()) };
        let Err(error) = result else {
            self.open.remove(&id);
            self.settled += 1;
            return Ok(());
        };
        if self.deferred_bytes + record.len() > MAX_DEFERRED_BYTES {
            self.dropped_events += 1;
            return Err(error);
        }
        self.deferred_bytes += record.len();
        self.deferred.push_back((id, record.into()));
        Ok(())
    }

    /// Writes the settlements that the disk refused before, as many as it takes now.
    pub(super) fn write_deferred(&mut self) {
        while let Some((id, record)) = self.deferred.pop_front() {
            if self.append(&record).is_err() {
                self.deferred.push_front((id, record));
                return;
            }
            self.deferred_bytes -= record.len();
            self.open.remove(&id);
            self.settled += 1;
        }
    }

    /// Writes a record at the end. After an error the log is as it was before.
    fn append(&mut self, record: &[u8]) -> Result<(), LogError> {
        if self.segments.back().is_some_and(|segment| segment.bytes >= self.rotate_at_bytes) {
            // When there is no room for a new segment, the old one goes on, if there is room for that.
            if let Err(error) = self.rotate() {
                tracing::warn!(%error, "the journal could not begin a new segment");
            }
        }
        let (used_bytes, budget_bytes) = (self.used_bytes, self.settings.budget_bytes);
        let Some(segment) = self.segments.back_mut() else { return Err(LogError::Closed) };
        if let Err(source) = self.file.write_at(record, segment.bytes) {
            // What was written of it lies beyond the end that readers know, and the next record is written over it.
            if let Err(error) = self.file.set_len(segment.bytes) {
                tracing::warn!(%error, "the journal could not cut a record that was written in part");
            }
            return Err(match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    LogError::Full { used_bytes, budget_bytes }
                }
                _ => LogError::Io { path: segment.path.display().to_string(), source },
            });
        }
        segment.bytes += record.len() as u64;
        self.used_bytes += record.len() as u64;
        Ok(())
    }

    fn rotate(&mut self) -> io::Result<()> {
        let end = self.head();
        let (file, segment) = create(&self.settings, self.disk.as_ref(), end.0, end.0, &self.open)?;
        self.used_bytes += segment.bytes;
        self.rotate_at_bytes = self.settings.segment_bytes.max(segment.bytes * 2);
        self.segments.push_back(segment);
        self.unflushed.push(std::mem::replace(&mut self.file, file));
        self.new_names = true;
        Ok(())
    }

    /// Whether a request that asked now would be refused, but for the few bytes of its record.
    pub(super) fn is_full(&self) -> bool {
        let before_last = self.segments.len().saturating_sub(1);
        let droppable = self.segments.iter().take(before_last).take_while(|segment| self.may_drop(segment));
        let used_bytes = self.used_bytes - droppable.map(|segment| segment.bytes).sum::<u64>();
        // One for the request's end, one for its beginning, which is smaller.
        let reserved = RESERVED_PER_OPEN_BYTES * (self.open.len() as u64 + 2);
        used_bytes + reserved > self.settings.budget_bytes || !self.deferred.is_empty()
    }

    fn may_drop(&self, segment: &Segment) -> bool {
        segment.end() <= self.released && is_older(segment, self.settings.retain)
    }

    /// Whether so many bytes fit the budget, after dropping what may be dropped.
    fn make_room(&mut self, bytes: u64) -> bool {
        while self.used_bytes + bytes > self.settings.budget_bytes {
            if self.segments.len() < 2 || !self.may_drop(&self.segments[0]) {
                return false;
            }
            if let Err(error) = fs::remove_file(&self.segments[0].path)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "the journal could not drop an acknowledged segment");
                return false;
            }
            if let Some(dropped) = self.segments.pop_front() {
                self.used_bytes -= dropped.bytes;
            }
        }
        true
    }

    pub(super) fn release(&mut self, upto: Offset) {
        self.released = self.released.max(upto.min(self.head()));
        self.make_room(RESERVED_PER_OPEN_BYTES * self.open.len() as u64);
    }

    /// What a flush has to wait for; it counts as flushed from here on unless it is given back.
    pub(super) fn take_unflushed(&mut self) -> Unflushed {
        let mut files = std::mem::take(&mut self.unflushed);
        files.push(Arc::clone(&self.file));
        Unflushed { files, names: std::mem::take(&mut self.new_names), head: self.head() }
    }

    /// Gives back what could not be flushed.
    pub(super) fn give_back(&mut self, unflushed: Unflushed) {
        let active = Arc::clone(&self.file);
        self.unflushed.extend(unflushed.files.into_iter().filter(|file| !Arc::ptr_eq(file, &active)));
        self.new_names |= unflushed.names;
    }

    pub(super) fn full(&self) -> LogError {
        LogError::Full { used_bytes: self.used_bytes, budget_bytes: self.settings.budget_bytes }
    }
}

/// Makes a segment with its header and the checkpoint of the open requests, in one write; on an error, none.
fn create(
    settings: &Settings,
    disk: &dyn Disk,
    base: u64,
    previous_end: u64,
    open: &OpenRequests,
) -> io::Result<(Arc<dyn SegmentFile>, Segment)> {
    let mut checkpoint = Vec::new();
    frame(Kind::Checkpoint, &mut checkpoint, |out| write_checkpoint(open, out));
    let mut bytes = header(base, previous_end);
    bytes.extend_from_slice(&checkpoint);
    let path = path_of(&settings.dir, base);
    let file = disk.create(&path)?;
    if let Err(error) = file.write_at(&bytes, 0) {
        drop(file);
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, "the journal could not remove a segment that it could not begin");
        }
        return Err(error);
    }
    Ok((file, Segment { path, base, bytes: bytes.len() as u64, previous_end: Some(previous_end) }))
}

fn is_older(segment: &Segment, age: Duration) -> bool {
    if age.is_zero() {
        return true;
    }
    let written = fs::metadata(&segment.path).and_then(|file| file.modified());
    written.is_ok_and(|written| SystemTime::now().duration_since(written).is_ok_and(|since| since >= age))
}
