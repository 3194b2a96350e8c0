//! Anthropic's stream, passed on. Complete when `message_stop` has come.

use super::{Look, Verdict};
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::progress::Progress;
use crate::sse::Event;
use crate::usage::{AnthropicUsage, lenient, tier};
use domain::Fault;
use memchr::memmem::Finder;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Looks at Anthropic's stream.
pub(crate) struct Anthropic {
    progress: Progress,
    usage: AnthropicUsage,
}

/// What to look for, made ready once.
static DELTA: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\"delta\""));
static BLOCK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\"content_block\""));

/// What `message_start`, `message_delta` and `error` say beside the words.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
    #[serde(default)]
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
}

impl Look for Anthropic {
    fn event(&mut self, raw: &[u8]) -> Result<Verdict, Fault> {
        let Some(event) = Event::parse(raw) else { return Ok(Verdict::Pass) };
        let data = event.data.trim_ascii();
        if data.is_empty() || data == b"[DONE]" {
            return Ok(Verdict::Pass);
        }
        if data[0] != b'{' {
            return Err(not_the_protocol("a stream event is not a JSON object"));
        }
        match event.name {
            b"content_block_delta" => self.words(super::words::after(&DELTA, data)),
            b"content_block_start" => self.words(super::words::after(&BLOCK, data)),
            b"content_block_stop" | b"ping" => {}
            _ => return self.rare(data),
        }
        Ok(Verdict::Pass)
    }

    fn progress(&self) -> &Progress {
        &self.progress
    }
}

impl Anthropic {
    pub(crate) fn new() -> Self {
        Self { progress: Progress::default(), usage: AnthropicUsage::default() }
    }

    fn words(&mut self, bytes: u64) {
        self.progress.output_bytes += bytes;
        self.progress.first_content |= bytes > 0;
    }

    /// Events that come a few times in a stream, and those without an `event:` line.
    fn rare(&mut self, data: &[u8]) -> Result<Verdict, Fault> {
        let said: Said<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event has no type"))?;
        match said.kind.as_ref() {
            "message_start" => self.usage(said.message.and_then(|message| message.usage), false),
            "message_delta" => self.usage(said.usage, true),
            "message_stop" => {
                self.progress.complete = true;
                return Ok(Verdict::PassAndClose);
            }
            "error" => {
                let error = ErrorBody::from_value(said.error.unwrap_or_default());
                self.progress.error = Some(classify_event(&error));
                return Ok(Verdict::PassAndClose);
            }
            "content_block_delta" => self.words(super::words::after(&DELTA, data)),
            "content_block_start" => self.words(super::words::after(&BLOCK, data)),
            _ => {}
        }
        Ok(Verdict::Pass)
    }

    /// Takes usage in. What `message_start` says of output is a placeholder; `message_delta` has the last word.
    fn usage(&mut self, usage: Option<AnthropicUsage>, last: bool) {
        let Some(usage) = usage else { return };
        self.usage.update(usage);
        self.progress.usage = self.usage.read();
        self.progress.usage_final |= last;
        self.progress.service_tier = tier(self.usage.service_tier.as_deref());
    }
}
