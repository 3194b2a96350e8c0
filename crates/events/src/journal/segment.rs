//! A segment: one file of the journal. Its name is the offset of its first byte, its header says where the one before it
//! ended, so that a missing file or a lost end is noticed.

use super::error::{OpenError, at};
use crate::log::Offset;
use domain::Timestamp;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The format this version writes, and the highest it reads.
pub(super) const FORMAT: u32 = 1;
/// Bytes before a segment's first record.
pub(super) const HEADER_BYTES: u64 = 32;
const MARK: [u8; 8] = *b"\xf5TKJRNL\n";
const SUFFIX: &str = ".tkj";
/// Every start of the process begins a new span of offsets. After a power cut a consumer may have stored an offset of
/// records that the journal lost; it must not take new records for old ones, so old offsets are never given again.
const SPAN_BYTES: u64 = 1 << 36;
/// 2020-01-01T00:00:00Z. Spans are numbered by the minute at least, so that offsets grow also over an emptied folder.
const SPANS_SINCE_MS: i64 = 1_577_836_800_000;

/// A segment as the journal knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Segment {
    pub(super) path: PathBuf,
    /// The offset of its first byte.
    pub(super) base: u64,
    /// Its bytes, header included.
    pub(super) bytes: u64,
    /// Where the segment before it ended, if its header is readable.
    pub(super) previous_end: Option<u64>,
}

impl Segment {
    /// The offset after its last byte.
    pub(super) const fn end(&self) -> Offset {
        Offset(self.base + self.bytes)
    }

    /// The offset of its first record.
    pub(super) const fn first(&self) -> Offset {
        Offset(self.base + HEADER_BYTES)
    }

    /// Reads at most `max_bytes` from an offset inside it, `end` at the most.
    pub(super) fn read(&self, from: Offset, end: Offset, max_bytes: usize) -> io::Result<Vec<u8>> {
        let wanted = usize::try_from(end.0.saturating_sub(from.0)).unwrap_or(usize::MAX).min(max_bytes);
        let mut bytes = vec![0; wanted];
        File::open(&self.path)?.read_exact_at(&mut bytes, from.0 - self.base)?;
        Ok(bytes)
    }
}

/// The name of the segment that begins at an offset.
pub(super) fn path_of(dir: &Path, base: u64) -> PathBuf {
    dir.join(format!("{base:020}{SUFFIX}"))
}

/// The header of a segment.
pub(super) fn header(base: u64, previous_end: u64) -> Vec<u8> {
    let mut header = Vec::with_capacity(32);
    header.extend_from_slice(&MARK);
    header.extend_from_slice(&FORMAT.to_le_bytes());
    header.extend_from_slice(&base.to_le_bytes());
    header.extend_from_slice(&previous_end.to_le_bytes());
    header.extend_from_slice(&crc32fast::hash(&header).to_le_bytes());
    header
}

/// Format, base and the end of the segment before; `None` when damaged.
fn read_header(bytes: &[u8; 32]) -> Option<(u32, u64, u64)> {
    let (fields, checksum) = bytes.split_at(28);
    if crc32fast::hash(fields).to_le_bytes() != *checksum || fields[..8] != MARK {
        return None;
    }
    let number = |from: usize| fields[from..from + 8].try_into().ok().map(u64::from_le_bytes);
    Some((u32::from_le_bytes(fields[8..12].try_into().ok()?), number(12)?, number(20)?))
}

/// Where a new span of offsets begins, after everything that ended at `end`.
pub(super) fn next_span(end: Option<Offset>, now: Timestamp) -> u64 {
    let minutes = u64::try_from((now.as_millis() - SPANS_SINCE_MS) / 60_000).unwrap_or(0);
    let after = end.map_or(0, |end| end.0 / SPAN_BYTES + 1);
    minutes.max(after) * SPAN_BYTES
}

/// The segments in a folder, oldest first. A last one without a whole header holds nothing and is removed; the bytes
/// removed are the second answer.
pub(super) fn list(dir: &Path) -> Result<(Vec<Segment>, u64), OpenError> {
    let mut segments = Vec::new();
    for entry in fs::read_dir(dir).map_err(at(dir, "read"))? {
        let path = entry.map_err(at(dir, "read"))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        let Some(base) = name.strip_suffix(SUFFIX).and_then(|digits| digits.parse().ok()) else { continue };
        segments.push(look_at(path, base)?);
    }
    segments.sort_by_key(|segment| segment.base);
    let mut torn_bytes = 0;
    if let Some(last) = segments.pop_if(|last| last.bytes < HEADER_BYTES) {
        fs::remove_file(&last.path).map_err(at(&last.path, "removed"))?;
        torn_bytes = last.bytes;
    }
    Ok((segments, torn_bytes))
}

fn look_at(path: PathBuf, base: u64) -> Result<Segment, OpenError> {
    let file = File::open(&path).map_err(at(&path, "opened"))?;
    let bytes = file.metadata().map_err(at(&path, "read"))?.len();
    let mut header = [0; 32];
    if bytes < HEADER_BYTES {
        return Ok(Segment { path, base, bytes, previous_end: None });
    }
    file.read_exact_at(&mut header, 0).map_err(at(&path, "read"))?;
    match read_header(&header) {
        Some((found, ..)) if found > FORMAT => Err(OpenError::Newer { path, found, supported: FORMAT }),
        Some((_, named, previous_end)) if named == base => {
            Ok(Segment { path, base, bytes, previous_end: Some(previous_end) })
        }
        _ => Ok(Segment { path, base, bytes, previous_end: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_read_back_and_every_flipped_bit_is_seen() {
        let bytes: [u8; 32] = header(7, 5).try_into().expect("32 bytes");
        assert_eq!(read_header(&bytes), Some((FORMAT, 7, 5)));
        for bit in 0..256 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read_header(&flipped), None, "bit {bit}");
        }
    }

    #[test]
    fn offsets_grow_over_restarts_over_an_emptied_folder_and_with_a_clock_set_back() {
        let at = |minutes: i64| Timestamp::from_millis(SPANS_SINCE_MS + minutes * 60_000);
        let first = next_span(None, at(100));
        let restarted = next_span(Some(Offset(first + 500)), at(100));
        let emptied = next_span(None, at(200));
        let set_back = next_span(Some(Offset(emptied)), at(-5));
        assert!(first < restarted && restarted < emptied && emptied < set_back);
        assert!(i64::try_from(next_span(None, at(60 * 24 * 365 * 200))).is_ok(), "fits a signed column for 200 years");
    }
}
