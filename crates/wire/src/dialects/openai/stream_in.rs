//! A stream of chat completion chunks, read.

use super::super::{ReadStream, openai_stop};
use super::response::settled_stop;
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::sse::Event;
use crate::usage::{OpenAiUsage, lenient, tier};
use domain::chat::{ChatEvent, Stop};
use domain::{Content, Fault, Token, Usage};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Chunk<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    model: Option<Cow<'a, str>>,
    #[serde(borrow)]
    choices: Option<Vec<Choice<'a>>>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<OpenAiUsage>,
    #[serde(default, deserialize_with = "lenient", borrow)]
    service_tier: Option<Cow<'a, str>>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    index: Option<u64>,
    delta: Option<Delta>,
    #[serde(borrow)]
    finish_reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<Content>,
    refusal: Option<Content>,
    reasoning_content: Option<Content>,
    reasoning: Option<Content>,
    tool_calls: Option<Vec<CallDelta>>,
}

#[derive(Deserialize)]
struct CallDelta {
    index: Option<u64>,
    id: Option<Content>,
    function: Option<FunctionDelta>,
}

#[derive(Deserialize)]
struct FunctionDelta {
    name: Option<Content>,
    arguments: Option<Content>,
}

/// Reads OpenAI's chunks.
#[derive(Default)]
pub(super) struct Reader {
    started: bool,
    refused: bool,
    /// The calls so far: OpenAI's index, and the id that tells apart calls of servers that give every call index 0.
    calls: Vec<(u64, Content)>,
    /// Figures that came beside words, as some servers send them with every chunk: the last ones hold at the end.
    running: Option<(Usage, Option<Token>)>,
}

impl ReadStream for Reader {
    fn read(&mut self, event: &Event<'_>, means: &mut Vec<ChatEvent>) -> Result<(), Fault> {
        let data = event.data.trim_ascii();
        if data == b"[DONE]" {
            if let Some((usage, service_tier)) = self.running.take() {
                means.push(ChatEvent::Usage { usage, last: true, service_tier });
            }
            means.push(ChatEvent::End);
            return Ok(());
        }
        if data.is_empty() {
            return Ok(());
        }
        let chunk: Chunk<'_> =
            serde_json::from_slice(data).map_err(|_| not_the_protocol("a stream event is not a chunk of an answer"))?;
        if let Some(error) = ErrorBody::given(chunk.error) {
            means.push(ChatEvent::Error(classify_event(&error)));
            return Ok(());
        }
        if !self.started && chunk.choices.as_ref().is_some_and(|choices| !choices.is_empty()) {
            self.started = true;
            let (id, model) = (chunk.id.unwrap_or_default().into_owned(), chunk.model.unwrap_or_default().into_owned());
            means.push(ChatEvent::Start { id, model });
        }
        let choices = chunk.choices.unwrap_or_default();
        let last = choices.is_empty();
        // One answer was asked for; a second one would have nowhere to go.
        for choice in choices.into_iter().filter(|choice| choice.index.unwrap_or(0) == 0) {
            if let Some(delta) = choice.delta {
                self.delta(delta, means)?;
            }
            if let Some(stop) = choice.finish_reason.as_deref().map(|word| openai_stop(word).unwrap_or(Stop::EndTurn)) {
                let stop = settled_stop(stop, !self.calls.is_empty(), self.refused);
                means.push(ChatEvent::Stop { stop, sequence: None });
            }
        }
        if let Some(usage) = chunk.usage.and_then(|usage| usage.read()) {
            let service_tier = tier(chunk.service_tier.as_deref());
            self.running = (!last).then(|| (usage, service_tier.clone()));
            means.push(ChatEvent::Usage { usage, last, service_tier });
        }
        Ok(())
    }
}

impl Reader {
    fn delta(&mut self, delta: Delta, means: &mut Vec<ChatEvent>) -> Result<(), Fault> {
        let some = |text: &Content| !text.as_str().is_empty();
        means.extend(delta.reasoning_content.or(delta.reasoning).filter(some).map(ChatEvent::Thinking));
        means.extend(delta.content.filter(some).map(ChatEvent::Text));
        if let Some(refusal) = delta.refusal.filter(some) {
            self.refused = true;
            means.push(ChatEvent::Text(refusal));
        }
        for call in delta.tool_calls.unwrap_or_default() {
            let index = call.index.unwrap_or(0);
            let (name, fragment) = call.function.map_or((None, None), |function| (function.name, function.arguments));
            let id = call.id.filter(some);
            let known = self
                .calls
                .iter()
                .rposition(|(known, known_id)| *known == index && id.as_ref().is_none_or(|id| id == known_id));
            let at = match known {
                Some(at) => at,
                None => {
                    let at = self.calls.len();
                    let id = id.unwrap_or_else(|| Content::from(format!("call_{at}")));
                    let name = name.ok_or_else(|| not_the_protocol("a tool call begins without a name"))?;
                    self.calls.push((index, id.clone()));
                    means.push(ChatEvent::ToolStart { call: at, id, name });
                    at
                }
            };
            if let Some(fragment) = fragment.filter(some) {
                means.push(ChatEvent::ToolArguments { call: at, fragment });
            }
        }
        Ok(())
    }
}
