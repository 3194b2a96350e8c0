//! OpenAI's stream, passed on.
//!
//! The answer is complete when `[DONE]` has come, and only then: a stream that ends after a `finish_reason` but without
//! `[DONE]` may have lost its usage, and no client can tell it from a cut one.
//!
//! When Tollkeeper asked for the usage and the client did not, the chunk that carries it (`choices` empty, `usage` not)
//! is taken out again.

use super::{Look, Verdict};
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::progress::Progress;
use crate::sse::Event;
use crate::usage::{OpenAiUsage, lenient, tier};
use domain::{Fault, Usage};
use memchr::memmem::Finder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Looks at OpenAI's stream.
pub(crate) struct OpenAi {
    progress: Progress,
    /// Whether the usage chunk is to be taken out.
    strips_usage: bool,
}

/// What to look for, made ready once.
static FIND: LazyLock<Finders> = LazyLock::new(|| Finders {
    delta: Finder::new(b"\"delta\""),
    text: Finder::new(b"\"text\""),
    usage: Finder::new(b"\"usage\""),
    error: Finder::new(b"\"error\""),
});

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
    #[serde(default, borrow)]
    usage: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<serde_json::Value>,
    #[serde(default, deserialize_with = "lenient", borrow)]
    service_tier: Option<Cow<'a, str>>,
}

impl OpenAi {
    pub(crate) fn new(strips_usage: bool) -> Self {
        Self { progress: Progress::default(), strips_usage }
    }
}

impl Look for OpenAi {
    fn event(&mut self, raw: &[u8]) -> Result<Verdict, Fault> {
        let Self { progress, strips_usage } = self;
        let find = &*FIND;
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
        if !is_given(&find.usage, data) && !is_given(&find.error, data) {
            return Ok(Verdict::Pass);
        }
        let chunk: Chunk<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event is not a chunk of an answer"))?;
        if let Some(error) = ErrorBody::given(chunk.error) {
            progress.error = Some(classify_event(&error));
            return Ok(Verdict::PassAndClose);
        }
        if let Some(service_tier) = tier(chunk.service_tier.as_deref()) {
            progress.service_tier = Some(service_tier);
        }
        let only_usage = chunk.usage.is_some() && chunk.choices.as_ref().is_some_and(Vec::is_empty);
        if let Some(usage) = chunk.usage.and_then(read_usage) {
            progress.usage = Some(usage);
            progress.usage_final |= only_usage;
        }
        Ok(if only_usage && *strips_usage { Verdict::Cut } else { Verdict::Pass })
    }

    fn progress(&self) -> &Progress {
        &self.progress
    }
}

/// The figures of a usage object; `None` for a form that is not known, which counts as not reported.
fn read_usage(raw: &RawValue) -> Option<Usage> {
    serde_json::from_str::<OpenAiUsage>(raw.get()).ok()?.read()
}

/// Whether an event has this key with a value that is not null. Deeper keys count: the parser that follows knows better.
fn is_given(key: &Finder<'_>, data: &[u8]) -> bool {
    key.find_iter(data).any(|at| {
        let value = data[at + key.needle().len()..].trim_ascii_start().strip_prefix(b":");
        value.is_some_and(|value| !value.trim_ascii_start().starts_with(b"null"))
    })
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
