//! What a journal finds when it opens: which requests are open, which bytes are torn or damaged.

use super::error::{OpenError, at};
use super::open_request::{OpenRequest, OpenRequests, read_attempt, read_checkpoint, read_intent};
use super::record::{Kind, Parsed, find_next, parse};
use super::segment::Segment;
use crate::log::Offset;
use domain::EventId;
use std::fs::{self, OpenOptions};

/// What was found and done when the journal opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    /// Bytes of a record that was not completely written, cut from the end.
    pub torn_bytes: u64,
    /// Damaged spans found on the way, from and to. Readers report them, and those in older segments, again.
    pub damaged: Vec<(Offset, Offset)>,
    /// Requests that the last process did not live to settle, now settled as `interrupted`.
    pub interrupted: Vec<EventId>,
    /// Files looked through.
    pub segments_scanned: usize,
}

/// Finds the open requests, from the last segment that begins with a readable checkpoint on, and cuts a torn tail.
pub(super) fn scan(segments: &mut [Segment], report: &mut Recovery) -> Result<OpenRequests, OpenError> {
    let mut open = OpenRequests::new();
    let start = segments.iter().rposition(begins_with_checkpoint).unwrap_or(0);
    let last = segments.len().saturating_sub(1);
    for (place, segment) in segments.iter_mut().enumerate().skip(start) {
        let bytes = fs::read(&segment.path).map_err(at(&segment.path, "read"))?;
        report.segments_scanned += 1;
        let whole = fold(segment, &bytes, &mut open, report, place == last);
        if whole < bytes.len() {
            report.torn_bytes += (bytes.len() - whole) as u64;
            cut(segment, whole as u64)?;
        }
    }
    Ok(open)
}

/// Takes in a segment's records. Answers how many of its bytes to keep: all, but for a torn tail of the last segment.
fn fold(segment: &Segment, bytes: &[u8], open: &mut OpenRequests, report: &mut Recovery, is_last: bool) -> usize {
    let mut place = usize::try_from(segment.first().0 - segment.base).unwrap_or(0).min(bytes.len());
    if segment.previous_end.is_none() {
        report.damaged.push((Offset(segment.base), Offset(segment.base + place as u64)));
    }
    while place < bytes.len() {
        if let Parsed::Whole { kind, payload, bytes: length } = parse(&bytes[place..]) {
            take_in(kind, payload, open);
            place += length;
            continue;
        }
        let next = find_next(bytes, place + 1);
        if next.is_none() && is_last {
            return place;
        }
        let next = next.unwrap_or(bytes.len());
        report.damaged.push((Offset(segment.base + place as u64), Offset(segment.base + next as u64)));
        place = next;
    }
    bytes.len()
}

fn take_in(kind: Kind, payload: &[u8], open: &mut OpenRequests) {
    match kind {
        Kind::Checkpoint => {
            // The checkpoint knows best: what the records before it say of a request was folded into it.
            if let Some(known) = read_checkpoint(payload) {
                *open = known;
            }
        }
        Kind::Intent => {
            if let Some(intent) = read_intent(payload) {
                open.insert(intent.event_id, OpenRequest { intent: payload.into(), attempt: None });
            }
        }
        Kind::Attempt => {
            if let Some(request) = read_attempt(payload).and_then(|attempt| open.get_mut(&attempt.event_id)) {
                request.attempt = Some(payload.into());
            }
        }
        Kind::Settled => {
            if let Some(id) = event_id_of(payload) {
                open.remove(&id);
            }
        }
    }
}

/// The id of a usage event that this journal wrote itself.
fn event_id_of(payload: &[u8]) -> Option<EventId> {
    #[derive(serde::Deserialize)]
    struct Named {
        event_id: EventId,
    }
    serde_json::from_slice::<Named>(payload).ok().map(|named| named.event_id)
}

fn begins_with_checkpoint(segment: &Segment) -> bool {
    // A checkpoint is read in two steps, since its length is known only from its frame.
    let first = |max_bytes| segment.read(segment.first().min(segment.end()), segment.end(), max_bytes).ok();
    let Some(start) = first(super::record::FRAME_BYTES) else { return false };
    let bytes = match parse(&start) {
        Parsed::Short { needed } if needed as u64 <= segment.bytes => first(needed),
        _ => Some(start),
    };
    bytes.is_some_and(|bytes| matches!(parse(&bytes), Parsed::Whole { kind: Kind::Checkpoint, .. }))
}

fn cut(segment: &mut Segment, bytes: u64) -> Result<(), OpenError> {
    let file = OpenOptions::new().write(true).open(&segment.path).map_err(at(&segment.path, "opened"))?;
    file.set_len(bytes).and_then(|()| file.sync_all()).map_err(at(&segment.path, "cut"))?;
    segment.bytes = bytes;
    Ok(())
}
