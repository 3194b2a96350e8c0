//! The older text completions, read as a chat with one turn of the user and answered in their own shape.
//!
//! Served across dialects: one prompt of text. Not served: `suffix` (fill in the middle), several prompts, prompts of
//! token ids, `echo`, `logprobs`, `best_of` and `n` above 1; a provider of OpenAI's wire takes them all.

use super::super::refuse::{invalid, read as read_body, refuse_given, untranslatable, value};
use super::super::{Shape, openai_word};
use super::request_in::stop;
use super::response::write_usage;
use crate::json::Json;
use domain::chat::{ChatRequest, ChatResponse, Message, Part, Role};
use domain::{Content, Fault};
use serde::Deserialize;
use serde_json::value::RawValue;

/// OpenAI's own default for completions, in tokens.
const DEFAULT_MAX_TOKENS: u64 = 16;

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    prompt: Option<&'a RawValue>,
    #[serde(borrow)]
    suffix: Option<&'a RawValue>,
    #[serde(borrow)]
    echo: Option<&'a RawValue>,
    #[serde(borrow)]
    logprobs: Option<&'a RawValue>,
    #[serde(borrow)]
    logit_bias: Option<&'a RawValue>,
    n: Option<u64>,
    best_of: Option<u64>,
    max_tokens: Option<u64>,
    #[serde(borrow)]
    stop: Option<&'a RawValue>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    user: Option<Content>,
    stream: Option<bool>,
    stream_options: Option<StreamOptions>,
}

#[derive(Deserialize)]
struct StreamOptions {
    include_usage: Option<bool>,
}

pub(super) fn read(body: &[u8]) -> Result<ChatRequest, Fault> {
    let request: Request<'_> = read_body("completions", body)?;
    refuse_given(&[
        ("suffix", request.suffix),
        ("echo", request.echo),
        ("logprobs", request.logprobs),
        ("logit_bias", request.logit_bias),
    ])?;
    if request.n.is_some_and(|n| n > 1) || request.best_of.is_some_and(|best_of| best_of > 1) {
        return Err(untranslatable("n or best_of above 1"));
    }
    let prompt = request.prompt.ok_or_else(|| invalid("the field prompt is missing"))?;
    Ok(ChatRequest {
        messages: vec![Message { role: Role::User, parts: vec![Part::Text(text(prompt)?)] }],
        max_output_tokens: Some(request.max_tokens.unwrap_or(DEFAULT_MAX_TOKENS)),
        stop: request.stop.map(stop).transpose()?.unwrap_or_default(),
        temperature: request.temperature,
        top_p: request.top_p,
        user: request.user,
        stream: request.stream.unwrap_or(false),
        include_usage: request.stream_options.and_then(|options| options.include_usage).unwrap_or(false),
        ..ChatRequest::default()
    })
}

/// One prompt of text, alone or as the only one of a list.
fn text(raw: &RawValue) -> Result<Content, Fault> {
    if raw.get().starts_with('"') {
        return value("prompt", raw);
    }
    match serde_json::from_str::<Vec<Content>>(raw.get()) {
        Ok(mut prompts) if prompts.len() == 1 => Ok(prompts.remove(0)),
        _ => Err(untranslatable("a prompt that is not one text")),
    }
}

pub(super) fn write(answer: &ChatResponse, shape: &Shape) -> Vec<u8> {
    let text: String = answer
        .parts
        .iter()
        .filter_map(|part| if let Part::Text(text) = part { Some(text.as_str()) } else { None })
        .collect();
    Json::of(|json| {
        write_head(json, &answer.id, &answer.model, shape);
        json.key("choices").list(|json| write_choice(json, &text, answer.stop.map(openai_word)));
        if let Some(usage) = &answer.usage {
            write_usage(json, usage);
        }
    })
}

/// The fields every answer and chunk of a completion begins with.
pub(super) fn write_head(json: &mut Json, id: &str, model: &str, shape: &Shape) {
    json.key("id").text(id);
    json.key("object").text("text_completion");
    json.key("created").number(shape.now_unix_s);
    json.key("model").text(model);
}

/// The only choice of a completion or of one of its chunks.
pub(super) fn write_choice(json: &mut Json, text: &str, finish_reason: Option<&str>) {
    json.object(|json| {
        json.key("index").number(0);
        json.key("text").text(text);
        json.key("logprobs").null();
        match finish_reason {
            Some(reason) => json.key("finish_reason").text(reason),
            None => json.key("finish_reason").null(),
        }
    });
}
