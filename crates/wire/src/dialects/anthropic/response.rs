//! A whole message, read and written.

use super::super::{Shape, anthropic_stop, anthropic_word};
use super::blocks;
use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::json::Json;
use crate::usage::{AnthropicUsage, lenient, tier};
use domain::chat::{ChatResponse, Part, Stop};
use domain::{Content, Fault, Usage};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Answer<'a> {
    id: Option<String>,
    model: Option<String>,
    #[serde(borrow)]
    content: Option<Vec<&'a RawValue>>,
    stop_reason: Option<String>,
    stop_sequence: Option<Content>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
    error: Option<Value>,
}

/// # Errors
/// `BadResponse` for what is not a message; the provider's own error if it came with a good status.
pub(super) fn read(body: &[u8]) -> Result<ChatResponse, Fault> {
    let answer: Answer<'_> = serde_json::from_slice(body).map_err(|_| not_the_protocol("the body is no message"))?;
    if let Some(error) = ErrorBody::given(answer.error) {
        return Err(classify_event(&error));
    }
    let content = answer.content.ok_or_else(|| not_the_protocol("the body has no content"))?;
    // Blocks of a type that is not known are the provider's additions; a message of OpenAI's has no place for them.
    let parts = content.into_iter().filter_map(|raw| blocks::read_one(raw).ok()).collect();
    Ok(ChatResponse {
        id: answer.id.unwrap_or_default(),
        model: answer.model.unwrap_or_default(),
        parts,
        stop: Some(answer.stop_reason.as_deref().and_then(anthropic_stop).unwrap_or(Stop::EndTurn)),
        stop_sequence: answer.stop_sequence,
        usage: answer.usage.as_ref().and_then(AnthropicUsage::read),
        service_tier: tier(answer.usage.as_ref().and_then(|usage| usage.service_tier.as_deref())),
    })
}

pub(super) fn write(answer: &ChatResponse, shape: &Shape) -> Vec<u8> {
    Json::of(|json| {
        write_head(json, &answer.id, &answer.model);
        json.key("content").list(|json| {
            for part in &answer.parts {
                match part {
                    Part::Thinking { text, signature } if shape.thinking => {
                        write_thinking(json, text, signature.as_ref())
                    }
                    Part::Thinking { .. } => {}
                    part => blocks::write(json, part),
                }
            }
        });
        json.key("stop_reason").text(anthropic_word(answer.stop.unwrap_or(Stop::EndTurn)));
        match &answer.stop_sequence {
            Some(sequence) => json.key("stop_sequence").text(sequence.as_str()),
            None => json.key("stop_sequence").null(),
        }
        // Clients need the object; where the provider reported nothing it says nothing was counted.
        write_usage(json, &answer.usage.unwrap_or_default());
    })
}

/// The fields a message begins with.
pub(super) fn write_head(json: &mut Json, id: &str, model: &str) {
    json.key("id").text(id);
    json.key("type").text("message");
    json.key("role").text("assistant");
    json.key("model").text(model);
}

/// A thought of a model that signs nothing: an empty signature, which clients send back and translation leaves out.
fn write_thinking(json: &mut Json, text: &Content, signature: Option<&Content>) {
    json.object(|json| {
        json.key("type").text("thinking");
        json.key("thinking").text(text.as_str());
        json.key("signature").text(signature.map_or("", Content::as_str));
    });
}

/// The usage object: cached tokens beside the input figure.
pub(super) fn write_usage(json: &mut Json, usage: &Usage) {
    json.key("usage").object(|json| {
        json.key("input_tokens").number(usage.input_uncached);
        json.key("cache_creation_input_tokens").number(usage.cache_write_5m + usage.cache_write_1h);
        json.key("cache_read_input_tokens").number(usage.cache_read);
        json.key("output_tokens").number(usage.output);
        json.key("output_tokens_details").object(|json| json.key("thinking_tokens").number(usage.reasoning));
    });
}
