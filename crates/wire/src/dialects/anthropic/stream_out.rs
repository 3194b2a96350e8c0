//! A stream of message events, written: always with the `event:` line, never a type that Anthropic does not have.

use super::super::{WriteStream, anthropic_word};
use super::blocks::call_id;
use super::response::{write_head, write_usage};
use super::sequence::{Kind, Sequence, Step};
use crate::Dialect;
use crate::errors::{cut_short, render_stream_error};
use crate::json::Json;
use domain::chat::{ChatEvent, Stop};
use domain::{Content, Fault, Usage};

/// Writes Anthropic's events.
pub(super) struct Writer {
    thinking: bool,
    blocks: Sequence,
    usage: Usage,
    stop: Option<(Stop, Option<Content>)>,
    /// What is open, for the kind of delta that fills it.
    open: Option<Kind>,
}

impl Writer {
    pub(super) fn new(thinking: bool) -> Self {
        Self { thinking, blocks: Sequence::default(), usage: Usage::default(), stop: None, open: None }
    }

    fn steps(&mut self, steps: Vec<Step>, out: &mut Vec<u8>) {
        for step in steps {
            match step {
                Step::Open(index, kind) => {
                    event("content_block_start", out, |json| {
                        json.key("index").number(index);
                        json.key("content_block").object(|json| write_block(json, &kind));
                    });
                    self.open = Some(kind);
                }
                Step::Fill(index, fragment) => {
                    let (kind, field) = match self.open {
                        Some(Kind::Tool { .. }) => ("input_json_delta", "partial_json"),
                        Some(Kind::Thinking) => ("thinking_delta", "thinking"),
                        _ => ("text_delta", "text"),
                    };
                    delta(index, kind, field, &fragment, out);
                }
                Step::Sign(index, signature) => delta(index, "signature_delta", "signature", &signature, out),
                Step::Close(index) => event("content_block_stop", out, |json| json.key("index").number(index)),
            }
        }
    }
}

fn event(name: &str, out: &mut Vec<u8>, fill: impl FnOnce(&mut Json)) {
    let body = Json::of(|json| {
        json.key("type").text(name);
        fill(json);
    });
    for piece in [b"event: ", name.as_bytes(), b"\ndata: ", &body, b"\n\n"] {
        out.extend_from_slice(piece);
    }
}

fn delta(index: u64, kind: &str, field: &str, fragment: &Content, out: &mut Vec<u8>) {
    event("content_block_delta", out, |json| {
        json.key("index").number(index);
        json.key("delta").object(|json| {
            json.key("type").text(kind);
            json.key(field).text(fragment.as_str());
        });
    });
}

fn write_block(json: &mut Json, kind: &Kind) {
    match kind {
        Kind::Text => {
            json.key("type").text("text");
            json.key("text").text("");
        }
        Kind::Thinking => {
            json.key("type").text("thinking");
            json.key("thinking").text("");
            json.key("signature").text("");
        }
        Kind::Redacted(data) => {
            json.key("type").text("redacted_thinking");
            json.key("data").text(data.as_str());
        }
        Kind::Tool { id, name, .. } => {
            json.key("type").text("tool_use");
            json.key("id").text(&call_id(id));
            json.key("name").text(name.as_str());
            json.key("input").object(|_| {});
        }
    }
}

impl WriteStream for Writer {
    fn write(&mut self, said: ChatEvent, out: &mut Vec<u8>) -> Result<(), Fault> {
        let mut steps = Vec::new();
        match said {
            ChatEvent::Start { id, model } => event("message_start", out, |json| {
                json.key("message").object(|json| {
                    write_head(json, &id, &model);
                    json.key("content").list(|_| {});
                    json.key("stop_reason").null();
                    json.key("stop_sequence").null();
                    // Not known yet: message_delta has the figures, input included.
                    write_usage(json, &Usage::default());
                });
            }),
            ChatEvent::Text(text) => self.blocks.words(Kind::Text, text, &mut steps),
            ChatEvent::Thinking(text) if self.thinking => self.blocks.words(Kind::Thinking, text, &mut steps),
            ChatEvent::Signature(signature) if self.thinking => self.blocks.sign(signature, &mut steps),
            ChatEvent::RedactedThinking(data) if self.thinking => self.blocks.whole(Kind::Redacted(data), &mut steps),
            ChatEvent::Thinking(_) | ChatEvent::Signature(_) | ChatEvent::RedactedThinking(_) => {}
            ChatEvent::ToolStart { call, id, name } => self.blocks.start(Kind::Tool { call, id, name }, &mut steps),
            ChatEvent::ToolArguments { call, fragment } => self.blocks.arguments(call, fragment, &mut steps),
            ChatEvent::Usage { usage, .. } => self.usage = usage,
            ChatEvent::Stop { stop, sequence } => {
                self.stop = Some((stop, sequence));
                self.blocks.finish(&mut steps);
            }
            ChatEvent::Error(fault) => out.extend_from_slice(&render_stream_error(Dialect::Anthropic, &fault)),
            ChatEvent::End => {
                // An end without a reason is an answer that was cut before its end.
                let (stop, sequence) = self.stop.take().ok_or_else(cut_short)?;
                event("message_delta", out, |json| {
                    json.key("delta").object(|json| {
                        json.key("stop_reason").text(anthropic_word(stop));
                        match &sequence {
                            Some(sequence) => json.key("stop_sequence").text(sequence.as_str()),
                            None => json.key("stop_sequence").null(),
                        }
                    });
                    write_usage(json, &self.usage);
                });
                event("message_stop", out, |_| {});
            }
        }
        self.steps(steps, out);
        Ok(())
    }
}
