//! A whole chat completion, read and written.

use super::super::{Shape, openai_stop, openai_word};
use super::request_out::write_call;
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::json::Json;
use crate::usage::{OpenAiUsage, lenient, tier};
use domain::chat::{ChatResponse, Part, Stop};
use domain::{Content, Fault, Usage};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<OpenAiUsage>,
    #[serde(default, deserialize_with = "lenient")]
    service_tier: Option<String>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    content: Option<Content>,
    refusal: Option<Content>,
    /// DeepSeek, vLLM and others put the model's thoughts here; OpenRouter calls it `reasoning`.
    reasoning_content: Option<Content>,
    reasoning: Option<Content>,
    tool_calls: Option<Vec<Call>>,
}

#[derive(Deserialize)]
struct Call {
    id: Option<Content>,
    function: Option<Function>,
}

#[derive(Deserialize)]
struct Function {
    name: Content,
    arguments: Option<Content>,
}

/// # Errors
/// `BadResponse` for what is not a chat completion; the provider's own error if it came with a good status.
pub(super) fn read(body: &[u8]) -> Result<ChatResponse, Fault> {
    let answer: Answer =
        serde_json::from_slice(body).map_err(|_| not_the_protocol("the body is no chat completion"))?;
    if let Some(error) = ErrorBody::given(answer.error) {
        return Err(classify_event(&error));
    }
    let choice = answer.choices.into_iter().next().ok_or_else(|| not_the_protocol("the body has no choices"))?;
    let (said, mut parts) = (choice.message, Vec::new());
    let some = |text: &Content| !text.as_str().is_empty();
    if let Some(text) = said.reasoning_content.or(said.reasoning).filter(some) {
        parts.push(Part::Thinking { text, signature: None });
    }
    parts.extend(said.content.filter(some).map(Part::Text));
    let refused = said.refusal.filter(some);
    let has_refused = refused.is_some();
    parts.extend(refused.map(Part::Text));
    let calls = said.tool_calls.unwrap_or_default();
    let has_calls = !calls.is_empty();
    for (at, call) in calls.into_iter().enumerate() {
        let function = call.function.ok_or_else(|| not_the_protocol("a tool call has no function"))?;
        let id = call.id.filter(some).unwrap_or_else(|| Content::from(format!("call_{at}")));
        parts.push(Part::ToolCall { id, name: function.name, arguments: function.arguments.unwrap_or_default() });
    }
    let stop = choice.finish_reason.as_deref().and_then(openai_stop);
    Ok(ChatResponse {
        id: answer.id.unwrap_or_default(),
        model: answer.model.unwrap_or_default(),
        parts,
        stop: Some(settled_stop(stop.unwrap_or(Stop::EndTurn), has_calls, has_refused)),
        stop_sequence: None,
        usage: answer.usage.and_then(|usage| usage.read()),
        service_tier: tier(answer.service_tier.as_deref()),
    })
}

/// OpenAI says `stop` after a call that was forced by name, and after a refusal in words.
pub(super) fn settled_stop(stop: Stop, has_calls: bool, has_refused: bool) -> Stop {
    match stop {
        Stop::EndTurn if has_calls => Stop::ToolUse,
        Stop::EndTurn if has_refused => Stop::Refusal,
        stop => stop,
    }
}

pub(super) fn write(answer: &ChatResponse, shape: &Shape) -> Vec<u8> {
    let all = |pick: fn(&Part) -> Option<&Content>| -> Option<String> {
        let texts: Vec<&str> = answer.parts.iter().filter_map(pick).map(Content::as_str).collect();
        (!texts.is_empty()).then(|| texts.concat())
    };
    let text = all(|part| if let Part::Text(text) = part { Some(text) } else { None });
    let thought = all(|part| if let Part::Thinking { text, .. } = part { Some(text) } else { None });
    Json::of(|json| {
        json.key("id").text(&answer.id);
        json.key("object").text("chat.completion");
        json.key("created").number(shape.now_unix_s);
        json.key("model").text(&answer.model);
        json.key("choices").list(|json| {
            json.object(|json| {
                json.key("index").number(0);
                json.key("message").object(|json| {
                    json.key("role").text("assistant");
                    match &text {
                        Some(text) => json.key("content").text(text),
                        None => json.key("content").null(),
                    }
                    if let Some(thought) = &thought {
                        json.key("reasoning_content").text(thought);
                    }
                    json.key("refusal").null();
                    let mut calls = answer.parts.iter().filter_map(call).peekable();
                    if calls.peek().is_some() {
                        json.key("tool_calls").list(|json| calls.for_each(|call| write_call(json, call)));
                    }
                });
                json.key("logprobs").null();
                json.key("finish_reason").text(openai_word(answer.stop.unwrap_or(Stop::EndTurn)));
            });
        });
        if let Some(usage) = &answer.usage {
            write_usage(json, usage);
        }
    })
}

fn call(part: &Part) -> Option<(&Content, &Content, &Content)> {
    match part {
        Part::ToolCall { id, name, arguments } => Some((id, name, arguments)),
        _ => None,
    }
}

/// The usage object: cached tokens inside the input figure.
pub(super) fn write_usage(json: &mut Json, usage: &Usage) {
    json.key("usage").object(|json| {
        json.key("prompt_tokens").number(usage.input_total());
        json.key("completion_tokens").number(usage.output);
        json.key("total_tokens").number(usage.total());
        json.key("prompt_tokens_details").object(|json| {
            json.key("cached_tokens").number(usage.cache_read);
            let written = usage.cache_write_5m + usage.cache_write_1h;
            if written > 0 {
                json.key("cache_write_tokens").number(written);
            }
        });
        json.key("completion_tokens_details").object(|json| json.key("reasoning_tokens").number(usage.reasoning));
    });
}
