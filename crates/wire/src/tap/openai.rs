//! OpenAI's stream, passed on.
//!
//! The answer is complete when `[DONE]` has come, and only then: a stream that ends after a `finish_reason` but without
//! `[DONE]` may have lost its usage, and no client can tell it from a cut one. After `[DONE]` or an error event nothing
//! more is passed on, so that no clean end can follow an error.
//!
//! When Tollkeeper asked for the usage and the client did not, the chunk that carries it (`choices` empty, `usage` not)
//! is taken out again. Of an event that has come in part only one that can still turn out to be that chunk is held back.

use crate::errors::{ErrorBody, classify_event, cut_short, not_the_protocol};
use crate::progress::{Progress, Relay};
use crate::sse::{Event, Splitter};
use crate::usage::{OpenAiUsage, tier};
use bytes::Bytes;
use domain::Fault;
use memchr::memmem::Finder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// A usage chunk is a few hundred bytes; a partial event larger than this is passed on.
const MAX_USAGE_EVENT_BYTES: usize = 64 * 1024;

/// Passes OpenAI's stream on.
pub(crate) struct OpenAiTap {
    splitter: Splitter,
    progress: Progress,
    /// Whether the usage chunk is to be taken out.
    strips_usage: bool,
    /// Bytes of the incomplete event that have been passed on.
    sent: usize,
    /// Whether `[DONE]` or an error has come.
    closed: bool,
    find: Finders,
}

struct Finders {
    delta: Finder<'static>,
    text: Finder<'static>,
    usage: Finder<'static>,
    error: Finder<'static>,
}

/// What a chunk says beside the words.
#[derive(Deserialize)]
struct Chunk<'a> {
    #[serde(default)]
    choices: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    usage: Option<OpenAiUsage>,
    #[serde(default)]
    error: Option<serde_json::Value>,
    #[serde(default, borrow)]
    service_tier: Option<Cow<'a, str>>,
}

/// What becomes of an event.
#[derive(PartialEq, Eq)]
enum Verdict {
    Pass,
    Cut,
    PassAndClose,
}

impl OpenAiTap {
    pub(crate) fn new(strips_usage: bool) -> Self {
        let find = Finders {
            delta: Finder::new(b"\"delta\""),
            text: Finder::new(b"\"text\""),
            usage: Finder::new(b"\"usage\""),
            error: Finder::new(b"\"error\""),
        };
        let progress = Progress::default();
        Self { splitter: Splitter::default(), progress, strips_usage, sent: 0, closed: false, find }
    }

    /// Learns from one event and says what becomes of it.
    fn event(find: &Finders, progress: &mut Progress, strips_usage: bool, raw: &[u8]) -> Result<Verdict, Fault> {
        let Some(event) = Event::parse(raw) else { return Ok(Verdict::Pass) };
        let data = event.data.trim_ascii();
        if data == b"[DONE]" {
            progress.complete = true;
            progress.usage_final = progress.usage.is_some();
            return Ok(Verdict::PassAndClose);
        }
        if data.is_empty() {
            return Ok(Verdict::Pass);
        }
        if data[0] != b'{' {
            return Err(not_the_protocol("a stream event is not a JSON object"));
        }
        let mut words = super::words::after(&find.delta, data);
        if words == 0 && find.delta.find(data).is_none() {
            words = completion_words(&find.text, data);
        }
        progress.output_bytes += words;
        progress.first_content |= words > 0;
        if find.usage.find(data).is_none_or(|at| is_null(&data[at + find.usage.needle().len()..]))
            && find.error.find(data).is_none_or(|at| is_null(&data[at + find.error.needle().len()..]))
        {
            return Ok(Verdict::Pass);
        }
        let chunk: Chunk<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event is not a chunk of an answer"))?;
        if let Some(error) = chunk.error {
            progress.error = Some(classify_event(&ErrorBody::from_value(error)));
            return Ok(Verdict::PassAndClose);
        }
        if let Some(service_tier) = tier(chunk.service_tier.as_deref()) {
            progress.service_tier = Some(service_tier);
        }
        let only_usage = chunk.usage.is_some() && chunk.choices.as_ref().is_some_and(Vec::is_empty);
        if let Some(usage) = chunk.usage.and_then(|usage| usage.read()) {
            progress.usage = Some(usage);
            progress.usage_final |= only_usage;
        }
        Ok(if only_usage && strips_usage { Verdict::Cut } else { Verdict::Pass })
    }

    /// Whether an incomplete event can still turn out to be the usage chunk: no choice has been seen in it.
    fn may_be_usage(held: &[u8]) -> bool {
        if held.len() > MAX_USAGE_EVENT_BYTES {
            return false;
        }
        let Some(at) = memchr::memmem::find(held, b"\"choices\"") else { return true };
        let mut after = held[at + b"\"choices\"".len()..].iter().filter(|byte| !byte.is_ascii_whitespace());
        match (after.next(), after.next(), after.next()) {
            (Some(b':'), Some(b'['), Some(first)) => *first == b']',
            (Some(b':'), Some(b'['), None) | (Some(b':'), None, _) | (None, ..) => true,
            _ => false,
        }
    }
}

/// Whether the value after a key is null, or the key is none (a text that happens to read so).
fn is_null(after_key: &[u8]) -> bool {
    let rest = after_key.trim_ascii_start();
    match rest.strip_prefix(b":") {
        Some(value) => value.trim_ascii_start().starts_with(b"null"),
        None => true,
    }
}

/// Words of a text completion, which has no `delta` but `text` beside the index.
fn completion_words(text: &Finder<'_>, data: &[u8]) -> u64 {
    let Some(at) = text.find(data) else { return 0 };
    let value = data[at + text.needle().len()..].trim_ascii_start();
    let Some(value) = value.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { return 0 };
    match value.strip_prefix(b"\"") {
        Some(string) => crate::envelope::string_end(string, 0).min(string.len()) as u64,
        None => 0,
    }
}

impl Relay for OpenAiTap {
    fn feed(&mut self, chunk: Bytes, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        let Self { splitter, progress, strips_usage, sent, closed, find } = self;
        // What earlier reads brought of the first event and was held back.
        let mut withheld = splitter.held()[*sent..].to_vec();
        // Unsent bytes of the chunk begin at `from`; the event being read begins at `start`.
        let (mut from, mut start) = (0, 0);
        let mut result = Ok(());
        let was_sent = *sent > 0;
        let mut pass = |withheld: &mut Vec<u8>, range: std::ops::Range<usize>| {
            if !withheld.is_empty() {
                out.push(Bytes::from(std::mem::take(withheld)));
            }
            if !range.is_empty() {
                out.push(chunk.slice(range));
            }
        };
        let fed = splitter.feed(&chunk, |raw, end| {
            if *closed || result.is_err() {
                return;
            }
            let may_cut = *strips_usage && !(start == 0 && was_sent);
            match Self::event(find, progress, may_cut, raw) {
                Ok(Verdict::Pass) => {}
                Ok(Verdict::Cut) => {
                    if start == 0 {
                        withheld.clear();
                    } else {
                        pass(&mut withheld, from..start);
                    }
                    from = end;
                }
                Ok(Verdict::PassAndClose) => {
                    *closed = true;
                    pass(&mut withheld, from..end);
                }
                Err(fault) => {
                    if start > 0 {
                        pass(&mut withheld, from..start);
                    }
                    result = Err(fault);
                }
            }
            start = end;
        });
        result?;
        if *closed {
            return Ok(());
        }
        fed.map_err(|_| not_the_protocol("a stream event is larger than 16 MiB"))?;
        if *strips_usage && Self::may_be_usage(splitter.held()) && !(start == 0 && was_sent) {
            if start > 0 {
                pass(&mut withheld, from..start);
            }
            *sent = 0;
        } else {
            pass(&mut withheld, from..chunk.len());
            *sent = splitter.held().len();
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        // Some servers leave out the blank line after their last event.
        let rest = self.splitter.rest();
        let verdict = Self::event(&self.find, &mut self.progress, false, &rest);
        if !matches!(verdict, Ok(Verdict::PassAndClose)) {
            return Err(cut_short());
        }
        self.closed = true;
        let mut last = rest[self.sent.min(rest.len())..].to_vec();
        last.extend_from_slice(b"\n\n");
        out.push(Bytes::from(last));
        Ok(())
    }

    fn progress(&self) -> &Progress {
        &self.progress
    }
}
