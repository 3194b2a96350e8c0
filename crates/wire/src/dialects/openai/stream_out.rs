//! A stream of chunks, written: chat completions and the older completions.

use super::super::{Shape, WriteStream, openai_word};
use super::completion;
use super::response::write_usage;
use crate::errors::{cut_short, render_stream_error};
use crate::json::Json;
use crate::{Dialect, Endpoint};
use domain::chat::{ChatEvent, Stop};
use domain::{Fault, Usage};

/// Writes OpenAI's chunks.
pub(super) struct Writer {
    shape: Shape,
    id: String,
    model: String,
    usage: Option<Usage>,
    stopped: bool,
}

impl Writer {
    pub(super) fn new(shape: Shape) -> Self {
        Self { shape, id: String::new(), model: String::new(), usage: None, stopped: false }
    }

    /// One chunk with one choice, whose delta `fill` writes.
    fn chunk(&self, out: &mut Vec<u8>, fill: impl FnOnce(&mut Json), stop: Option<Stop>) {
        let body = Json::of(|json| {
            self.head(json);
            json.key("choices").list(|json| {
                json.object(|json| {
                    json.key("index").number(0);
                    json.key("delta").object(fill);
                    json.key("logprobs").null();
                    match stop {
                        Some(stop) => json.key("finish_reason").text(openai_word(stop)),
                        None => json.key("finish_reason").null(),
                    }
                });
            });
        });
        data(&body, out);
    }

    fn head(&self, json: &mut Json) {
        if self.shape.endpoint == Endpoint::Completions {
            return completion::write_head(json, &self.id, &self.model, &self.shape);
        }
        json.key("id").text(&self.id);
        json.key("object").text("chat.completion.chunk");
        json.key("created").number(self.shape.now_unix_s);
        json.key("model").text(&self.model);
    }

    /// A piece of a completion, which is text and nothing else.
    fn completion(&self, out: &mut Vec<u8>, text: &str, stop: Option<Stop>) {
        let body = Json::of(|json| {
            self.head(json);
            json.key("choices").list(|json| completion::write_choice(json, text, stop.map(openai_word)));
        });
        data(&body, out);
    }

    fn end(&self, out: &mut Vec<u8>) {
        if let (true, Some(usage)) = (self.shape.include_usage, &self.usage) {
            let body = Json::of(|json| {
                self.head(json);
                json.key("choices").list(|_| {});
                write_usage(json, usage);
            });
            data(&body, out);
        }
        out.extend_from_slice(b"data: [DONE]\n\n");
    }
}

fn data(body: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"data: ");
    out.extend_from_slice(body);
    out.extend_from_slice(b"\n\n");
}

impl WriteStream for Writer {
    fn write(&mut self, event: ChatEvent, out: &mut Vec<u8>) -> Result<(), Fault> {
        let is_completion = self.shape.endpoint == Endpoint::Completions;
        match event {
            ChatEvent::Start { id, model } => {
                (self.id, self.model) = (id, model);
                if !is_completion {
                    let role = |json: &mut Json| {
                        json.key("role").text("assistant");
                        json.key("content").text("");
                    };
                    self.chunk(out, role, None);
                }
            }
            ChatEvent::Text(text) if is_completion => self.completion(out, text.as_str(), None),
            ChatEvent::Stop { stop, .. } => {
                self.stopped = true;
                if is_completion {
                    self.completion(out, "", Some(stop));
                } else {
                    self.chunk(out, |_| {}, Some(stop));
                }
            }
            ChatEvent::Usage { usage, .. } => self.usage = Some(usage),
            ChatEvent::Error(fault) => out.extend_from_slice(&render_stream_error(Dialect::OpenAi, &fault)),
            // An end without a reason is an answer that was cut before its end.
            ChatEvent::End if !self.stopped => return Err(cut_short()),
            ChatEvent::End => self.end(out),
            ChatEvent::Signature(_) | ChatEvent::RedactedThinking(_) => {}
            _ if is_completion => {}
            ChatEvent::Text(text) => self.chunk(out, |json| json.key("content").text(text.as_str()), None),
            ChatEvent::Thinking(text) => {
                self.chunk(out, |json| json.key("reasoning_content").text(text.as_str()), None);
            }
            ChatEvent::ToolStart { call, id, name } => {
                let start = |json: &mut Json| {
                    json.key("id").text(id.as_str());
                    json.key("type").text("function");
                    json.key("function").object(|json| {
                        json.key("name").text(name.as_str());
                        json.key("arguments").text("");
                    });
                };
                self.chunk(out, |json| tool(json, call, start), None);
            }
            ChatEvent::ToolArguments { call, fragment } => {
                let more = |json: &mut Json| {
                    json.key("function").object(|json| json.key("arguments").text(fragment.as_str()));
                };
                self.chunk(out, |json| tool(json, call, more), None);
            }
        }
        Ok(())
    }
}

/// A delta of one tool call.
fn tool(json: &mut Json, call: usize, fill: impl FnOnce(&mut Json)) {
    json.key("tool_calls").list(|json| {
        json.object(|json| {
            json.key("index").number(call as u64);
            fill(json);
        });
    });
}
