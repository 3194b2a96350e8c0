//! How a record stands in a segment: a mark to find it by, its length, a checksum over everything, its kind, its
//! payload. A reader that has lost its way finds the next record by the mark and believes it by the checksum.

/// Marks the start of a record. No text in UTF-8 holds its first or last byte.
const MARK: [u8; 4] = [0xf5, b'T', b'K', 0xf9];
/// Mark, length, checksum and kind.
pub(super) const FRAME_BYTES: usize = 13;
/// The largest payload: a checkpoint of some hundred thousand open requests.
pub(super) const MAX_PAYLOAD_BYTES: usize = 256 << 20;

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A request was admitted.
    Intent = 1,
    /// A further attempt starts.
    Attempt = 2,
    /// A request ended: its usage event.
    Settled = 3,
    /// The requests that were open when the segment began; its first record.
    Checkpoint = 4,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Intent, Self::Attempt, Self::Settled, Self::Checkpoint].into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// Writes a record into `out`, whose old content is dropped. `payload` appends the payload.
pub(super) fn frame(kind: Kind, out: &mut Vec<u8>, payload: impl FnOnce(&mut Vec<u8>)) {
    out.clear();
    out.extend_from_slice(&MARK);
    out.extend_from_slice(&[0; 8]);
    out.push(kind as u8);
    payload(out);
    let length = u32::try_from(out.len() - FRAME_BYTES).unwrap_or(u32::MAX).to_le_bytes();
    let checksum = checksum(length, kind as u8, &out[FRAME_BYTES..]).to_le_bytes();
    out[4..8].copy_from_slice(&length);
    out[8..12].copy_from_slice(&checksum);
}

/// The payload of a record that [`frame`] wrote.
pub(super) fn payload_of(frame: &[u8]) -> &[u8] {
    &frame[FRAME_BYTES..]
}

fn checksum(length: [u8; 4], kind: u8, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length);
    hasher.update(&[kind]);
    hasher.update(payload);
    hasher.finalize()
}

/// What stands at the start of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Parsed<'a> {
    /// A whole record of `bytes` bytes.
    Whole { kind: Kind, payload: &'a [u8], bytes: usize },
    /// Perhaps a record, of which `needed` bytes are needed to say.
    Short { needed: usize },
    /// No record.
    Bad,
}

/// Reads the record at the start of `bytes`.
pub(super) fn parse(bytes: &[u8]) -> Parsed<'_> {
    let known = bytes.len().min(MARK.len());
    if bytes[..known] != MARK[..known] {
        return Parsed::Bad;
    }
    let Some((head, rest)) = bytes.split_at_checked(FRAME_BYTES) else {
        return Parsed::Short { needed: FRAME_BYTES };
    };
    let length_bytes = [head[4], head[5], head[6], head[7]];
    let length = u32::from_le_bytes(length_bytes) as usize;
    let Some(kind) = Kind::from_byte(head[12]).filter(|_| length <= MAX_PAYLOAD_BYTES) else {
        return Parsed::Bad;
    };
    let Some(payload) = rest.get(..length) else {
        return Parsed::Short { needed: FRAME_BYTES + length };
    };
    if checksum(length_bytes, head[12], payload) != u32::from_le_bytes([head[8], head[9], head[10], head[11]]) {
        return Parsed::Bad;
    }
    Parsed::Whole { kind, payload, bytes: FRAME_BYTES + length }
}

/// The place of the first whole record at or after `from`.
pub(super) fn find_next(bytes: &[u8], from: usize) -> Option<usize> {
    let searched = bytes.get(from..)?;
    memchr::memmem::find_iter(searched, &MARK)
        .map(|place| from + place)
        .find(|place| matches!(parse(&bytes[*place..]), Parsed::Whole { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_every_flipped_bit_is_seen() {
        let mut bytes = Vec::new();
        frame(Kind::Settled, &mut bytes, |out| out.extend_from_slice(b"{\"a\":1}"));
        let whole = Parsed::Whole { kind: Kind::Settled, payload: b"{\"a\":1}", bytes: bytes.len() };
        assert_eq!(parse(&bytes), whole);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!matches!(parse(&flipped), Parsed::Whole { .. }), "bit {bit}");
        }
        for cut in 0..bytes.len() {
            assert!(matches!(parse(&bytes[..cut]), Parsed::Short { needed } if needed > cut), "{cut}");
        }
    }

    #[test]
    fn a_reader_that_lost_its_way_finds_the_next_record() {
        let mut record = Vec::new();
        frame(Kind::Intent, &mut record, |out| out.extend_from_slice(b"{}"));
        let mut bytes = b"noise".to_vec();
        bytes.extend_from_slice(&MARK);
        bytes.extend_from_slice(b"more noise");
        let place = bytes.len();
        bytes.extend_from_slice(&record);
        assert_eq!(find_next(&bytes, 0), Some(place));
        assert_eq!(find_next(&bytes, place + 1), None);
        assert_eq!(find_next(&bytes, bytes.len() + 9), None);
    }
}
