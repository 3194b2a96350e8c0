//! A stream of message events, read.

use super::super::{ReadStream, anthropic_stop};
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::sse::Event;
use crate::usage::{AnthropicUsage, lenient, tier};
use domain::chat::{ChatEvent, Stop};
use domain::{Content, Fault};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Said<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    index: Option<u64>,
    message: Option<MessageStart>,
    #[serde(borrow)]
    content_block: Option<Block<'a>>,
    #[serde(borrow)]
    delta: Option<Delta<'a>>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct MessageStart {
    id: Option<String>,
    model: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
}

#[derive(Deserialize)]
struct Block<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    text: Option<Content>,
    thinking: Option<Content>,
    data: Option<Content>,
    id: Option<Content>,
    name: Option<Content>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Delta<'a> {
    #[serde(rename = "type", default, borrow)]
    kind: Cow<'a, str>,
    text: Option<Content>,
    thinking: Option<Content>,
    signature: Option<Content>,
    partial_json: Option<Content>,
    #[serde(borrow)]
    stop_reason: Option<Cow<'a, str>>,
    stop_sequence: Option<Content>,
}

/// Reads Anthropic's events.
#[derive(Default)]
pub(super) struct Reader {
    usage: AnthropicUsage,
    /// The tool blocks so far: their index, and whether any argument has come.
    calls: Vec<(u64, bool)>,
}

impl ReadStream for Reader {
    fn read(&mut self, event: &Event<'_>, means: &mut Vec<ChatEvent>) -> Result<(), Fault> {
        let data = event.data.trim_ascii();
        if data.is_empty() || data == b"[DONE]" {
            return Ok(());
        }
        let said: Said<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event is not one of a message"))?;
        let index = said.index.unwrap_or(0);
        match said.kind.as_ref() {
            "message_start" => {
                let message = said.message.ok_or_else(|| not_the_protocol("message_start has no message"))?;
                let (id, model) = (message.id.unwrap_or_default(), message.model.unwrap_or_default());
                means.push(ChatEvent::Start { id, model });
                self.usage(message.usage, false, means);
            }
            "content_block_start" => {
                let block = said.content_block.ok_or_else(|| not_the_protocol("a block starts without a block"))?;
                self.block(index, block, means)?;
            }
            "content_block_delta" => {
                let delta = said.delta.ok_or_else(|| not_the_protocol("a block's delta is missing"))?;
                self.delta(index, delta, means)?;
            }
            "content_block_stop" => {
                // OpenAI's clients parse the arguments of every call: none at all are an empty object.
                if let Some(call) = self.call(index).filter(|call| !self.calls[*call].1) {
                    means.push(ChatEvent::ToolArguments { call, fragment: "{}".into() });
                }
            }
            "message_delta" => {
                self.usage(said.usage, true, means);
                if let Some(delta) = said.delta
                    && let Some(word) = delta.stop_reason
                {
                    let stop = anthropic_stop(&word).unwrap_or(Stop::EndTurn);
                    means.push(ChatEvent::Stop { stop, sequence: delta.stop_sequence });
                }
            }
            "message_stop" => means.push(ChatEvent::End),
            "error" => {
                let error = ErrorBody::from_value(said.error.unwrap_or_default());
                means.push(ChatEvent::Error(classify_event(&error)));
            }
            // Pings, and types that are added later, say nothing that another dialect could.
            _ => {}
        }
        Ok(())
    }
}

impl Reader {
    fn usage(&mut self, usage: Option<AnthropicUsage>, last: bool, means: &mut Vec<ChatEvent>) {
        let Some(usage) = usage else { return };
        self.usage.update(usage);
        if let Some(usage) = self.usage.read() {
            means.push(ChatEvent::Usage { usage, last, service_tier: tier(self.usage.service_tier.as_deref()) });
        }
    }

    fn call(&self, index: u64) -> Option<usize> {
        self.calls.iter().position(|(known, _)| *known == index)
    }

    fn block(&mut self, index: u64, block: Block<'_>, means: &mut Vec<ChatEvent>) -> Result<(), Fault> {
        let some = |text: &Content| !text.as_str().is_empty();
        match block.kind.as_ref() {
            "text" => means.extend(block.text.filter(some).map(ChatEvent::Text)),
            "thinking" => means.extend(block.thinking.filter(some).map(ChatEvent::Thinking)),
            "redacted_thinking" => means.extend(block.data.map(ChatEvent::RedactedThinking)),
            "tool_use" => {
                let call = self.calls.len();
                let missing = || not_the_protocol("a tool_use block has no id or name");
                let (id, name) = (block.id.ok_or_else(missing)?, block.name.ok_or_else(missing)?);
                means.push(ChatEvent::ToolStart { call, id, name });
                let input = block.input.map_or("", RawValue::get);
                let whole = input.starts_with('{') && !input[1..input.len() - 1].trim().is_empty();
                self.calls.push((index, whole));
                if whole {
                    means.push(ChatEvent::ToolArguments { call, fragment: input.into() });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn delta(&mut self, index: u64, delta: Delta<'_>, means: &mut Vec<ChatEvent>) -> Result<(), Fault> {
        let some = |text: &Content| !text.as_str().is_empty();
        match delta.kind.as_ref() {
            "text_delta" => means.extend(delta.text.filter(some).map(ChatEvent::Text)),
            "thinking_delta" => means.extend(delta.thinking.filter(some).map(ChatEvent::Thinking)),
            "signature_delta" => means.extend(delta.signature.filter(some).map(ChatEvent::Signature)),
            "input_json_delta" => {
                let call = self.call(index);
                if let (Some(call), Some(fragment)) = (call, delta.partial_json.filter(some)) {
                    self.calls[call].1 = true;
                    means.push(ChatEvent::ToolArguments { call, fragment });
                }
            }
            _ => {}
        }
        Ok(())
    }
}
