//! The reading end: takes records from the segments' files, up to the end that the writer has announced.

use super::record::{Kind, Parsed, find_next, parse};
use super::segment::Segment;
use crate::log::{Batch, LogError, Offset, Record, RecordKind};
use std::io;

/// Bytes read at a time at least.
const MIN_CHUNK_BYTES: usize = 64 << 10;

/// Where a reader stands among the segments.
pub(super) enum Place {
    /// In a segment, of which bytes up to `end` may be read.
    In { segment: Segment, end: Offset },
    /// Not in a segment: read on at `next`. `lost` says whether records are missing in between.
    Between { next: Offset, lost: bool },
    /// At the end.
    End,
}

/// Finds the place of an offset. `segments` is the whole log, oldest first.
pub(super) fn locate<'a>(from: Offset, segments: impl DoubleEndedIterator<Item = &'a Segment> + Clone) -> Place {
    let mut before = None;
    for segment in segments {
        if from.0 < segment.base {
            // An older segment's end is known from itself; where none is left, the reader's own offset is all there is,
            // and only one that starts at the very beginning asks for less than what was dropped.
            let expected = segment.previous_end.unwrap_or(segment.base);
            let lost = match before {
                Some(end) => end != expected,
                None => from > Offset::START && from.0 < expected,
            };
            return Place::Between { next: Offset(segment.base), lost };
        }
        if from < segment.end() {
            return Place::In { segment: segment.clone(), end: segment.end() };
        }
        before = Some(segment.end().0);
    }
    Place::End
}

/// A read in progress.
pub(super) struct Reading {
    batch: Batch,
    max_records: usize,
    max_bytes: usize,
    seen_bytes: usize,
}

impl Reading {
    pub(super) fn new(from: Offset, max_records: usize, max_bytes: usize) -> Self {
        Self { batch: Batch { records: Vec::new(), next: from }, max_records, max_bytes, seen_bytes: 0 }
    }

    /// Where to read on.
    pub(super) fn next(&self) -> Offset {
        self.batch.next
    }

    pub(super) fn is_done(&self) -> bool {
        self.batch.records.len() >= self.max_records || self.seen_bytes >= self.max_bytes
    }

    pub(super) fn finish(self) -> Batch {
        self.batch
    }

    /// Goes on at `next`; `lost` makes what lies between a damaged record.
    pub(super) fn skip_to(&mut self, next: Offset, lost: bool) {
        if lost {
            self.push(next, RecordKind::Damaged);
        }
        self.batch.next = next;
    }

    /// Reads on in a segment up to `end`, until done or there.
    pub(super) fn read_segment(&mut self, segment: &Segment, end: Offset) -> Result<(), LogError> {
        self.pass_header(segment, end);
        let mut wanted = MIN_CHUNK_BYTES;
        while self.next() < end && !self.is_done() {
            let chunk = self.chunk(segment, end, wanted)?;
            let taken = self.take(&chunk, end)?;
            wanted = MIN_CHUNK_BYTES;
            if taken > 0 {
                continue;
            }
            match parse(&chunk) {
                Parsed::Short { needed } if self.next().0 + needed as u64 <= end.0 => wanted = needed,
                _ => self.pass_damage(segment, end)?,
            }
        }
        Ok(())
    }

    fn pass_header(&mut self, segment: &Segment, end: Offset) {
        let first = segment.first().min(end);
        if self.next() < first {
            self.skip_to(first, segment.previous_end.is_none());
        }
    }

    fn chunk(&self, segment: &Segment, end: Offset, wanted: usize) -> Result<Vec<u8>, LogError> {
        let left = self.max_bytes.saturating_sub(self.seen_bytes).min(4 << 20);
        segment.read(self.next(), end, wanted.max(left)).map_err(|source| failed(segment, source))
    }

    /// Takes the whole records at the start of a chunk; answers their bytes.
    fn take(&mut self, chunk: &[u8], end: Offset) -> Result<usize, LogError> {
        let mut place = 0;
        while !self.is_done() {
            let Parsed::Whole { kind, payload, bytes } = parse(&chunk[place..]) else { break };
            let next = Offset(self.next().0 + bytes as u64);
            debug_assert!(next <= end);
            if kind == Kind::Settled {
                self.push(next, RecordKind::Usage(payload.to_vec()));
            }
            self.batch.next = next;
            self.seen_bytes += bytes;
            place += bytes;
        }
        Ok(place)
    }

    /// Passes over damage to the next whole record of the segment, or to its end, and says so.
    fn pass_damage(&mut self, segment: &Segment, end: Offset) -> Result<(), LogError> {
        let from = self.next();
        let rest = segment.read(from, end, usize::MAX).map_err(|source| failed(segment, source))?;
        let passed = find_next(&rest, 1).unwrap_or(rest.len());
        self.seen_bytes += passed;
        self.skip_to(Offset(from.0 + passed as u64), true);
        Ok(())
    }

    fn push(&mut self, next: Offset, kind: RecordKind) {
        let offset = self.batch.next;
        self.batch.records.push(Record { offset, next, kind });
    }
}

fn failed(segment: &Segment, source: io::Error) -> LogError {
    LogError::Io { path: segment.path.display().to_string(), source }
}
