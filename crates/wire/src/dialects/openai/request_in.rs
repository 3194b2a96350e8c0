//! A chat completions request, read.

use super::super::refuse::{invalid, read as read_body, refuse_given, untranslatable, value};
use domain::chat::{ChatRequest, Effort, Format, Media, Message, Part, Role, Thinking, Tool, ToolChoice};
use domain::{Content, Fault};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    messages: Vec<Said<'a>>,
    #[serde(borrow)]
    tools: Option<Vec<ToolDefinition<'a>>>,
    #[serde(borrow)]
    tool_choice: Option<&'a RawValue>,
    parallel_tool_calls: Option<bool>,
    #[serde(borrow)]
    response_format: Option<ResponseFormat<'a>>,
    max_tokens: Option<u64>,
    max_completion_tokens: Option<u64>,
    #[serde(borrow)]
    stop: Option<&'a RawValue>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    reasoning_effort: Option<String>,
    user: Option<Content>,
    safety_identifier: Option<Content>,
    stream: Option<bool>,
    stream_options: Option<StreamOptions>,
    n: Option<u64>,
    #[serde(borrow)]
    logprobs: Option<&'a RawValue>,
    #[serde(borrow)]
    logit_bias: Option<&'a RawValue>,
    #[serde(borrow)]
    audio: Option<&'a RawValue>,
    #[serde(borrow)]
    functions: Option<&'a RawValue>,
    #[serde(borrow)]
    function_call: Option<&'a RawValue>,
    #[serde(borrow)]
    web_search_options: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct StreamOptions {
    include_usage: Option<bool>,
}

#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    refusal: Option<Content>,
    #[serde(borrow)]
    tool_calls: Option<Vec<ToolCall<'a>>>,
    tool_call_id: Option<Content>,
    #[serde(borrow)]
    function_call: Option<&'a RawValue>,
    #[serde(borrow)]
    audio: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ToolCall<'a> {
    id: Content,
    #[serde(borrow)]
    function: Option<Call<'a>>,
}

#[derive(Deserialize)]
struct Call<'a> {
    name: Content,
    #[serde(borrow)]
    arguments: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ContentPart<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    text: Option<Content>,
    refusal: Option<Content>,
    image_url: Option<ImageUrl>,
    file: Option<File>,
}

#[derive(Deserialize)]
struct ImageUrl {
    url: String,
}

#[derive(Deserialize)]
struct File {
    file_data: Option<String>,
    filename: Option<Content>,
}

#[derive(Deserialize)]
struct ToolDefinition<'a> {
    #[serde(borrow)]
    function: Option<Function<'a>>,
}

#[derive(Deserialize)]
struct Function<'a> {
    name: Content,
    description: Option<Content>,
    #[serde(borrow)]
    parameters: Option<&'a RawValue>,
    strict: Option<bool>,
}

#[derive(Deserialize)]
struct ResponseFormat<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    json_schema: Option<JsonSchema<'a>>,
}

#[derive(Deserialize)]
struct JsonSchema<'a> {
    name: Option<Content>,
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
    strict: Option<bool>,
}

pub(super) fn read(body: &[u8]) -> Result<ChatRequest, Fault> {
    let request: Request<'_> = read_body("chat completions", body)?;
    if request.n.is_some_and(|n| n > 1) {
        return Err(untranslatable("n above 1"));
    }
    refuse_given(&[
        ("logprobs", request.logprobs),
        ("logit_bias", request.logit_bias),
        ("audio", request.audio),
        ("functions (use tools)", request.functions),
        ("function_call (use tool_choice)", request.function_call.filter(|_| request.functions.is_some())),
        ("web_search_options", request.web_search_options.filter(|raw| raw.get() != "{}")),
    ])?;
    let effort = request.reasoning_effort.as_deref().map(effort).transpose()?;
    Ok(ChatRequest {
        messages: request.messages.into_iter().map(message).collect::<Result<_, _>>()?,
        tools: request.tools.unwrap_or_default().into_iter().map(tool).collect::<Result<_, _>>()?,
        tool_choice: request.tool_choice.map(tool_choice).transpose()?.flatten(),
        parallel_tools: request.parallel_tool_calls,
        format: request.response_format.map(format).transpose()?.flatten(),
        max_output_tokens: request.max_completion_tokens.or(request.max_tokens),
        stop: request.stop.map(stop).transpose()?.unwrap_or_default(),
        temperature: request.temperature,
        top_p: request.top_p,
        thinking: effort.map(|effort| if effort == Effort::None { Thinking::Off } else { Thinking::Adaptive }),
        effort,
        user: request.user.or(request.safety_identifier),
        stream: request.stream.unwrap_or(false),
        include_usage: request.stream_options.and_then(|options| options.include_usage).unwrap_or(false),
    })
}

fn effort(word: &str) -> Result<Effort, Fault> {
    Effort::from_name(word)
        .ok_or_else(|| invalid("the field reasoning_effort must be none, minimal, low, medium, high, xhigh or max"))
}

fn message(said: Said<'_>) -> Result<Message, Fault> {
    if said.function_call.is_some_and(|raw| raw.get() != "null") || said.role == "function" {
        return Err(untranslatable("function_call in a message (use tool_calls)"));
    }
    if said.audio.is_some_and(|raw| raw.get() != "null") {
        return Err(untranslatable("audio in a message"));
    }
    let mut parts = said.content.map(parts).transpose()?.unwrap_or_default();
    let role = match said.role.as_ref() {
        "system" | "developer" => Role::System,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "tool" => {
            let id = said.tool_call_id.ok_or_else(|| invalid("a message with the role tool needs a tool_call_id"))?;
            return Ok(Message { role: Role::User, parts: vec![Part::ToolResult { id, parts, is_error: false }] });
        }
        _ => return Err(invalid("a message's role must be system, developer, user, assistant or tool")),
    };
    parts.extend(said.refusal.map(Part::Text));
    for call in said.tool_calls.unwrap_or_default() {
        let function = call.function.ok_or_else(|| untranslatable("a custom tool call"))?;
        let arguments = function.arguments.map(arguments).transpose()?.unwrap_or_default();
        parts.push(Part::ToolCall { id: call.id, name: function.name, arguments });
    }
    Ok(Message { role, parts })
}

/// Arguments are JSON in a string; some servers and clients send the object itself.
fn arguments(raw: &RawValue) -> Result<Content, Fault> {
    match raw.get().as_bytes().first() {
        Some(b'{') => Ok(Content::from(raw.get())),
        _ => Ok(value::<Option<Content>>("arguments", raw)?.unwrap_or_default()),
    }
}

/// A message's content: null, a text, or a list of parts.
fn parts(raw: &RawValue) -> Result<Vec<Part>, Fault> {
    match raw.get().as_bytes().first() {
        Some(b'"') => Ok(vec![Part::Text(value("content", raw)?)]),
        Some(b'[') => value::<Vec<ContentPart<'_>>>("content", raw)?.into_iter().map(part).collect(),
        Some(b'n') => Ok(Vec::new()),
        _ => Err(invalid("a message's content must be a text, a list of parts or null")),
    }
}

fn part(part: ContentPart<'_>) -> Result<Part, Fault> {
    let needs = |field: &str| invalid(format!("a content part needs the field {field}"));
    match part.kind.as_ref() {
        "text" => Ok(Part::Text(part.text.ok_or_else(|| needs("text"))?)),
        "refusal" => Ok(Part::Text(part.refusal.ok_or_else(|| needs("refusal"))?)),
        "image_url" => Ok(Part::Image(media(&part.image_url.ok_or_else(|| needs("image_url"))?.url)?)),
        "file" => {
            let file = part.file.ok_or_else(|| needs("file"))?;
            let data = file.file_data.ok_or_else(|| untranslatable("a file by its id"))?;
            Ok(Part::Document(media(&data)?, file.filename))
        }
        "input_audio" => Err(untranslatable("input_audio")),
        _ => Err(untranslatable("a content part of this type")),
    }
}

/// A data URL or a place on the web.
fn media(url: &str) -> Result<Media, Fault> {
    if let Some(rest) = url.strip_prefix("data:") {
        let (kind, data) = rest.split_once(',').unwrap_or_default();
        let media_type = kind.strip_suffix(";base64").and_then(|kind| kind.split(';').next()).unwrap_or_default();
        if media_type.is_empty() {
            return Err(invalid("a data URL must be written data:<media type>;base64,<data>"));
        }
        return Ok(Media::Base64 { media_type: media_type.into(), data: data.into() });
    }
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(Media::Url(url.into()));
    }
    Err(invalid("an image's url must be a data URL or begin with https://"))
}

fn tool(definition: ToolDefinition<'_>) -> Result<Tool, Fault> {
    let function = definition.function.ok_or_else(|| untranslatable("a tool that is not a function"))?;
    Ok(Tool {
        name: function.name,
        description: function.description,
        schema: function.parameters.filter(|raw| raw.get() != "null").map(|raw| Content::from(raw.get())),
        strict: function.strict.unwrap_or(false),
    })
}

fn tool_choice(raw: &RawValue) -> Result<Option<ToolChoice>, Fault> {
    #[derive(Deserialize)]
    struct Named {
        function: Option<Name>,
    }
    #[derive(Deserialize)]
    struct Name {
        name: Content,
    }
    Ok(Some(match raw.get() {
        "null" => return Ok(None),
        "\"auto\"" => ToolChoice::Auto,
        "\"none\"" => ToolChoice::None,
        "\"required\"" => ToolChoice::Any,
        object if object.starts_with('{') => {
            let named: Named = value("tool_choice", raw)?;
            ToolChoice::Named(named.function.ok_or_else(|| untranslatable("a tool_choice of this type"))?.name)
        }
        _ => return Err(invalid("the field tool_choice must be none, auto, required or a named function")),
    }))
}

fn format(format: ResponseFormat<'_>) -> Result<Option<Format>, Fault> {
    match format.kind.as_ref() {
        "text" => Ok(None),
        "json_object" => Ok(Some(Format::JsonObject)),
        "json_schema" => {
            let schema = format.json_schema.ok_or_else(|| invalid("response_format needs the field json_schema"))?;
            match schema.schema {
                Some(raw) => {
                    let (name, strict) = (schema.name, schema.strict);
                    Ok(Some(Format::JsonSchema { name, schema: Content::from(raw.get()), strict }))
                }
                None => Ok(Some(Format::JsonObject)),
            }
        }
        _ => Err(untranslatable("a response_format of this type")),
    }
}

pub(super) fn stop(raw: &RawValue) -> Result<Vec<Content>, Fault> {
    match raw.get().as_bytes().first() {
        Some(b'"') => Ok(vec![value("stop", raw)?]),
        _ => Ok(value::<Option<Vec<Content>>>("stop", raw)?.unwrap_or_default()),
    }
}
