//! A streamed answer passed on in its own dialect: bytes untouched, looked at in place.
//!
//! What one read brought of whole events goes on as one slice of it. An event that has come in part is kept until the
//! rest comes: no client can use a part, and an error event after one would be unreadable. After the end mark or an
//! error nothing more is passed on, so that no clean end can follow an error.

mod anthropic;
mod full;
mod openai;
mod words;

use crate::errors::{cut_short, not_the_protocol};
use crate::progress::{Progress, Relay};
use crate::sse::Splitter;
use bytes::Bytes;
use domain::Fault;
use std::ops::Range;

pub(crate) use anthropic::Anthropic;
pub(crate) use full::inspect;
pub(crate) use openai::OpenAi;

/// What becomes of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// It goes on.
    Pass,
    /// It is taken out.
    Cut,
    /// It goes on, and nothing after it.
    PassAndClose,
}

/// Learns from the events of a dialect.
pub(crate) trait Look: Send {
    /// Looks at one event's raw bytes.
    fn event(&mut self, raw: &[u8]) -> Result<Verdict, Fault>;
    /// What has been learnt.
    fn progress(&self) -> &Progress;
}

/// Passes a stream on while its events are looked at.
pub(crate) struct Tap<L> {
    splitter: Splitter,
    look: L,
    closed: bool,
}

impl<L: Look> Tap<L> {
    pub(crate) fn new(look: L) -> Self {
        Self { splitter: Splitter::default(), look, closed: false }
    }
}

impl<L: Look> Relay for Tap<L> {
    fn feed(&mut self, chunk: Bytes, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        let Self { splitter, look, closed } = self;
        let mut begun_before = !splitter.held().is_empty();
        // Bytes of the chunk not yet passed on begin at `from`; the event being looked at begins at `start`.
        let (mut from, mut start) = (0, 0);
        let mut result = Ok(());
        let pass = |range: Range<usize>, out: &mut Vec<Bytes>| {
            if !range.is_empty() {
                out.push(chunk.slice(range));
            }
        };
        let fed = splitter.feed(&chunk, |raw, end| {
            if *closed || result.is_err() {
                return;
            }
            let in_two_reads = std::mem::take(&mut begun_before);
            match look.event(raw) {
                Ok(Verdict::Cut) => {
                    pass(from..start, out);
                    from = end;
                }
                Ok(verdict) => {
                    if in_two_reads {
                        out.push(Bytes::copy_from_slice(raw));
                        from = end;
                    }
                    *closed = verdict == Verdict::PassAndClose;
                }
                Err(fault) => {
                    result = Err(fault);
                    return;
                }
            }
            start = end;
        });
        pass(from..start, out);
        result?;
        if *closed { Ok(()) } else { fed.map_err(|_| not_the_protocol("a stream event is larger than 16 MiB")) }
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        // Some servers leave out the blank line after their last event.
        let mut rest = self.splitter.rest();
        if !matches!(self.look.event(&rest), Ok(Verdict::PassAndClose)) {
            return Err(cut_short());
        }
        self.closed = true;
        rest.extend_from_slice(b"\n\n");
        out.push(Bytes::from(rest));
        Ok(())
    }

    fn progress(&self) -> &Progress {
        self.look.progress()
    }
}
