//! Server-sent events, read as the HTML standard has them: LF, CRLF or CR, comments, data over several lines, a byte
//! order mark, and bytes split anywhere.

use std::borrow::Cow;

/// The largest event that is held while it is incomplete, in bytes. Larger ones are a fault: memory must stay bounded
/// whatever an upstream sends.
pub const MAX_EVENT_BYTES: usize = 16 * 1024 * 1024;

/// An event grew past [`MAX_EVENT_BYTES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

/// Cuts a byte stream into whole events. Holds at most the one event that is incomplete.
#[derive(Default, Debug)]
pub struct Splitter {
    /// The incomplete event's bytes so far.
    held: Vec<u8>,
    /// Where in `held` the line being read begins.
    line_start: usize,
}

impl Splitter {
    /// Takes what one read brought and calls `on(event, end)` for every event it completes: the event's raw bytes,
    /// blank line included, and the offset in `chunk` where it ends. An event that lies in one chunk is not copied.
    ///
    /// A lone CR at the end of a chunk may be half of CRLF, so it is looked at with the next chunk.
    ///
    /// # Errors
    /// The incomplete event has grown past [`MAX_EVENT_BYTES`].
    pub fn feed(&mut self, chunk: &[u8], mut on: impl FnMut(&[u8], usize)) -> Result<(), TooLong> {
        let mut start = 0;
        if !self.held.is_empty() {
            let Some(end) = self.complete_held(chunk) else {
                return if self.held.len() > MAX_EVENT_BYTES { Err(TooLong) } else { Ok(()) };
            };
            on(&self.held, end);
            self.held.clear();
            self.line_start = 0;
            start = end;
        }
        let (mut line, mut at) = (start, start);
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &chunk[at..]) {
            let Some(end) = line_end(chunk, at + found) else { break };
            let blank = at + found == line;
            (line, at) = (end, end);
            if blank {
                on(&chunk[start..end], end);
                start = end;
            }
        }
        self.held.extend_from_slice(&chunk[start..]);
        self.line_start = line - start;
        if self.held.len() > MAX_EVENT_BYTES { Err(TooLong) } else { Ok(()) }
    }

    /// Adds to the held event up to its end, and says where in the chunk that is; the whole chunk if it does not end.
    fn complete_held(&mut self, chunk: &[u8]) -> Option<usize> {
        let before = self.held.len();
        let mut at = before;
        // A CR that ended the last chunk is decided by the first byte of this one.
        if self.held.last() == Some(&b'\r') {
            at -= 1;
        }
        self.held.extend_from_slice(chunk);
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &self.held[at..]) {
            let end = line_end(&self.held, at + found)?;
            let blank = at + found == self.line_start;
            (self.line_start, at) = (end, end);
            if blank {
                self.held.truncate(end);
                // The end can lie at the very start of the chunk, when its CR came before; never before it.
                return Some(end.saturating_sub(before));
            }
        }
        None
    }

    /// Upstream has ended: what is left of an event without its blank line. The standard drops it; whoever reads it
    /// decides.
    pub fn rest(&mut self) -> Vec<u8> {
        self.line_start = 0;
        std::mem::take(&mut self.held)
    }

    /// The incomplete event's bytes so far.
    #[must_use]
    pub fn held(&self) -> &[u8] {
        &self.held
    }
}

/// The offset after the line end at `at`; `None` for a CR that is the last byte.
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes[at] == b'\n' {
        return Some(at + 1);
    }
    match bytes.get(at + 1) {
        Some(b'\n') => Some(at + 2),
        Some(_) => Some(at + 1),
        None => None,
    }
}

/// One event's fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The `event:` line; empty where there is none.
    pub name: &'a [u8],
    /// The `data:` lines, joined with LF.
    pub data: Cow<'a, [u8]>,
}

impl<'a> Event<'a> {
    /// Reads one event's raw bytes. `None` when it has no data: comments, blank lines, `retry:`.
    #[must_use]
    pub fn parse(raw: &'a [u8]) -> Option<Self> {
        let mut rest = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw);
        let mut name: &[u8] = b"";
        let mut data: Option<Cow<'a, [u8]>> = None;
        while !rest.is_empty() {
            let (line, next) = match memchr::memchr2(b'\n', b'\r', rest) {
                Some(at) => (&rest[..at], line_end(rest, at).unwrap_or(at + 1)),
                None => (rest, rest.len()),
            };
            rest = &rest[next..];
            if let Some(value) = field(line, b"data") {
                data = Some(match data {
                    None => Cow::Borrowed(value),
                    Some(before) => {
                        let mut joined = before.into_owned();
                        joined.push(b'\n');
                        joined.extend_from_slice(value);
                        Cow::Owned(joined)
                    }
                });
            } else if let Some(value) = field(line, b"event") {
                name = value;
            }
        }
        data.map(|data| Self { name, data })
    }
}

/// The value of a line if it is the named field; one space after the colon is not a part of it.
fn field<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    match line.strip_prefix(name)? {
        [] => Some(b""),
        [b':', b' ', value @ ..] | [b':', value @ ..] => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(pieces: &[&[u8]]) -> (Vec<Vec<u8>>, Vec<u8>) {
        let (mut splitter, mut events) = (Splitter::default(), Vec::new());
        for piece in pieces {
            let mut last = 0;
            splitter
                .feed(piece, |event, end| {
                    assert!(end >= last && end <= piece.len());
                    last = end;
                    events.push(event.to_vec());
                })
                .expect("short");
        }
        (events, splitter.rest())
    }

    #[test]
    fn every_line_ending_ends_an_event() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["data: a", "", ": note", "event: x", "data: b", "", "data: c"].join(end);
            let (events, rest) = split(&[text.as_bytes()]);
            assert_eq!(events.len(), 2, "{end:?}");
            assert_eq!(Event::parse(&events[1]), Some(Event { name: b"x", data: Cow::Borrowed(b"b") }));
            assert_eq!(rest, b"data: c");
        }
    }

    #[test]
    fn fields_are_read_as_the_standard_has_them() {
        let data =
            |raw: &str| Event::parse(raw.as_bytes()).map(|event| String::from_utf8_lossy(&event.data).into_owned());
        assert_eq!(data("\u{feff}data:  a\n\n").as_deref(), Some(" a"));
        assert_eq!(data("data:a\ndata\ndata: b\n\n").as_deref(), Some("a\n\nb"));
        assert_eq!(data("datax: a\nid: 1\nretry: 5\n\n"), None);
        assert_eq!(data(": ping\n\n"), None);
        assert_eq!(data("\n"), None);
    }

    #[test]
    fn an_event_without_end_is_bounded() {
        let mut splitter = Splitter::default();
        let piece = vec![b'x'; MAX_EVENT_BYTES / 2 + 1];
        assert_eq!(splitter.feed(&piece, |_, _| {}), Ok(()));
        assert_eq!(splitter.feed(&piece, |_, _| {}), Err(TooLong));
    }

    proptest! {
        #[test]
        fn cuts_change_nothing(
            pieces in proptest::collection::vec("(data: ?|: |event: |[a-z{]{0,3}|\n|\r\n|\r|\n\n|\r\n\r\n){0,6}", 0..6),
        ) {
            let whole = pieces.concat();
            let expected = split(&[whole.as_bytes()]);
            let pieces: Vec<&[u8]> = pieces.iter().map(String::as_bytes).collect();
            prop_assert_eq!(split(&pieces), expected.clone());
            let bytes: Vec<&[u8]> = whole.as_bytes().chunks(1).collect();
            prop_assert_eq!(split(&bytes), expected.clone());
            let joined: Vec<u8> = expected.0.concat().into_iter().chain(expected.1).collect();
            prop_assert_eq!(joined, whole.into_bytes());
        }
    }
}
