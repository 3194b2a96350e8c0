//! Anthropic's stream, passed on. Complete when `message_stop` has come; after it or an error nothing more passes.

use crate::errors::{ErrorBody, classify_event, cut_short, not_the_protocol};
use crate::progress::{Progress, Relay};
use crate::sse::{Event, Splitter};
use crate::usage::{AnthropicUsage, tier};
use bytes::Bytes;
use domain::Fault;
use memchr::memmem::Finder;
use serde::Deserialize;
use std::borrow::Cow;

/// Passes Anthropic's stream on.
pub(crate) struct AnthropicTap {
    splitter: Splitter,
    state: State,
    closed: bool,
}

struct State {
    progress: Progress,
    usage: AnthropicUsage,
    delta: Finder<'static>,
    block: Finder<'static>,
}

/// What `message_start`, `message_delta` and `error` say beside the words.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default)]
    message: Option<Message>,
    #[serde(default)]
    usage: Option<AnthropicUsage>,
    #[serde(default)]
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    usage: Option<AnthropicUsage>,
}

impl AnthropicTap {
    pub(crate) fn new() -> Self {
        let state = State {
            progress: Progress::default(),
            usage: AnthropicUsage::default(),
            delta: Finder::new(b"\"delta\""),
            block: Finder::new(b"\"content_block\""),
        };
        Self { splitter: Splitter::default(), state, closed: false }
    }
}

impl State {
    /// Learns from one event; true when nothing may follow it.
    fn event(&mut self, raw: &[u8]) -> Result<bool, Fault> {
        let Some(event) = Event::parse(raw) else { return Ok(false) };
        let data = event.data.trim_ascii();
        if data.is_empty() || data == b"[DONE]" {
            return Ok(false);
        }
        if data[0] != b'{' {
            return Err(not_the_protocol("a stream event is not a JSON object"));
        }
        match event.name {
            b"content_block_delta" => self.words(super::words::after(&self.delta, data)),
            b"content_block_start" => self.words(super::words::after(&self.block, data)),
            b"content_block_stop" | b"ping" => {}
            _ => return self.rare(data),
        }
        Ok(false)
    }

    fn words(&mut self, bytes: u64) {
        self.progress.output_bytes += bytes;
        self.progress.first_content |= bytes > 0;
    }

    /// Events that come a few times in a stream, and those without an `event:` line.
    fn rare(&mut self, data: &[u8]) -> Result<bool, Fault> {
        let said: Said<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event has no type"))?;
        match said.kind.as_ref() {
            "message_start" => self.usage(said.message.and_then(|message| message.usage), false),
            "message_delta" => self.usage(said.usage, true),
            "message_stop" => {
                self.progress.complete = true;
                return Ok(true);
            }
            "error" => {
                let error = ErrorBody::from_value(said.error.unwrap_or_default());
                self.progress.error = Some(classify_event(&error));
                return Ok(true);
            }
            "content_block_delta" => self.words(super::words::after(&self.delta, data)),
            "content_block_start" => self.words(super::words::after(&self.block, data)),
            _ => {}
        }
        Ok(false)
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

impl Relay for AnthropicTap {
    fn feed(&mut self, chunk: Bytes, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        let Self { splitter, state, closed } = self;
        let (mut end_of_good, mut result) = (chunk.len(), Ok(()));
        let mut start = 0;
        let fed = splitter.feed(&chunk, |raw, end| {
            if *closed || result.is_err() {
                return;
            }
            match state.event(raw) {
                Ok(false) => {}
                Ok(true) => {
                    *closed = true;
                    end_of_good = end;
                }
                Err(fault) => {
                    end_of_good = start;
                    result = Err(fault);
                }
            }
            start = end;
        });
        if end_of_good == chunk.len() {
            out.push(chunk);
        } else if end_of_good > 0 {
            out.push(chunk.slice(..end_of_good));
        }
        result?;
        if *closed {
            return Ok(());
        }
        fed.map_err(|_| not_the_protocol("a stream event is larger than 16 MiB"))
    }

    fn finish(&mut self, out: &mut Vec<Bytes>) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        // Some servers leave out the blank line after their last event. Its bytes have been passed on already.
        let rest = self.splitter.rest();
        if !matches!(self.state.event(&rest), Ok(true)) {
            return Err(cut_short());
        }
        self.closed = true;
        out.push(Bytes::from_static(b"\n\n"));
        Ok(())
    }

    fn progress(&self) -> &Progress {
        &self.state.progress
    }
}
