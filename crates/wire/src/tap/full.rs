//! A whole answer passed on in its own dialect: looked at once, for usage and length.

use crate::errors::{ErrorBody, classify_event, not_the_protocol};
use crate::usage::{AnthropicUsage, OpenAiUsage, lenient, tier};
use crate::{Dialect, Endpoint};
use domain::chat::Stop;
use domain::{Fault, Token, Usage};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What a whole answer says beside the words.
#[derive(Default, Debug)]
pub(crate) struct Seen {
    pub(crate) usage: Option<Usage>,
    pub(crate) service_tier: Option<Token>,
    pub(crate) stop: Option<Stop>,
    pub(crate) output_bytes: u64,
}

#[derive(Deserialize)]
struct OpenAiAnswer<'a> {
    #[serde(default, borrow)]
    choices: Option<&'a RawValue>,
    #[serde(default)]
    data: Option<Vec<IgnoredAny>>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<OpenAiUsage>,
    #[serde(default, deserialize_with = "lenient", borrow)]
    service_tier: Option<Cow<'a, str>>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(default, borrow)]
    finish_reason: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct AnthropicAnswer<'a> {
    #[serde(default, borrow)]
    content: Option<&'a RawValue>,
    #[serde(default, borrow)]
    stop_reason: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "lenient")]
    usage: Option<AnthropicUsage>,
    #[serde(default)]
    input_tokens: Option<u64>,
    #[serde(default)]
    error: Option<Value>,
}

/// Looks at a whole answer of a provider of this dialect.
///
/// # Errors
/// `BadResponse` for what is not an answer to this endpoint; the provider's own error if it came with a good status.
pub(crate) fn inspect(dialect: Dialect, endpoint: Endpoint, body: &[u8]) -> Result<Seen, Fault> {
    match dialect {
        Dialect::OpenAi => openai(endpoint, body),
        Dialect::Anthropic => anthropic(endpoint, body),
    }
}

fn openai(endpoint: Endpoint, body: &[u8]) -> Result<Seen, Fault> {
    let answer: OpenAiAnswer<'_> =
        serde_json::from_slice(body).map_err(|_| not_the_protocol("the body is not JSON of an answer"))?;
    if let Some(error) = ErrorBody::given(answer.error) {
        return Err(classify_event(&error));
    }
    let mut seen = Seen {
        usage: answer.usage.and_then(|usage| usage.read()),
        service_tier: tier(answer.service_tier.as_deref()),
        ..Seen::default()
    };
    if endpoint == Endpoint::Embeddings {
        answer.data.ok_or_else(|| not_the_protocol("the body has no data"))?;
        return Ok(seen);
    }
    let raw = answer.choices.ok_or_else(|| not_the_protocol("the body has no choices"))?;
    let choices: Vec<Choice<'_>> =
        serde_json::from_str(raw.get()).map_err(|_| not_the_protocol("choices is not a list of answers"))?;
    let reason = choices.first().and_then(|choice| choice.finish_reason.as_deref());
    seen.stop = reason.and_then(crate::dialects::openai_stop);
    seen.output_bytes = words(raw);
    Ok(seen)
}

fn anthropic(endpoint: Endpoint, body: &[u8]) -> Result<Seen, Fault> {
    let answer: AnthropicAnswer<'_> =
        serde_json::from_slice(body).map_err(|_| not_the_protocol("the body is not JSON of an answer"))?;
    if let Some(error) = ErrorBody::given(answer.error) {
        return Err(classify_event(&error));
    }
    if endpoint == Endpoint::CountTokens {
        return match answer.input_tokens {
            Some(_) => Ok(Seen::default()),
            None => Err(not_the_protocol("the body has no input_tokens")),
        };
    }
    let content = answer.content.ok_or_else(|| not_the_protocol("the body has no content"))?;
    Ok(Seen {
        usage: answer.usage.as_ref().and_then(AnthropicUsage::read),
        service_tier: tier(answer.usage.as_ref().and_then(|usage| usage.service_tier.as_deref())),
        stop: answer.stop_reason.as_deref().and_then(crate::dialects::anthropic_stop),
        output_bytes: words(content),
    })
}

/// Bytes of words in a list of choices or content blocks.
fn words(raw: &RawValue) -> u64 {
    super::words::in_object(raw.get().as_bytes()).0
}
