//! A chat completions request, written.

use super::super::Target;
use super::super::refuse::{invalid, is_strict, untranslatable};
use crate::json::{Json, string};
use crate::providers::ThinkingForm;
use domain::chat::{ChatRequest, Effort, Format, Media, Message, Part, Role, Thinking, Tool, ToolChoice};
use domain::{Content, Fault};

/// The longest `user` OpenAI takes.
const MAX_USER_CHARS: usize = 64;

/// The most stop sequences OpenAI takes.
const MAX_STOPS: usize = 4;

pub(super) fn write(request: &ChatRequest, target: &Target<'_>) -> Result<Vec<u8>, Fault> {
    if request.stop.len() > MAX_STOPS {
        return Err(untranslatable("more than 4 stop sequences"));
    }
    let mut messages = Vec::new();
    for message in &request.messages {
        messages_of(message, &mut messages)?;
    }
    if messages.is_empty() {
        return Err(invalid("the field messages has no message with content"));
    }
    Ok(Json::of(|json| {
        json.key("model").text(target.model);
        json.key("messages").list(|json| messages.iter().for_each(|message| json.raw(message)));
        if !request.tools.is_empty() {
            json.key("tools").list(|json| request.tools.iter().for_each(|tool| write_tool(json, tool)));
            write_tool_choice(json, request);
        }
        write_limits(json, request, target);
        write_format(json, request.format.as_ref());
        if let Some(effort) = effort(request, target.abilities.thinking) {
            json.key("reasoning_effort").text(effort.as_str());
        }
        if let Some(user) = request.user.as_ref().filter(|user| user.as_str().chars().count() <= MAX_USER_CHARS) {
            json.key("user").text(user.as_str());
        }
        if request.stream {
            json.key("stream").flag(true);
            if target.ask_usage {
                json.key("stream_options").object(|json| json.key("include_usage").flag(true));
            }
        }
    }))
}

fn write_limits(json: &mut Json, request: &ChatRequest, target: &Target<'_>) {
    if let Some(limit) = request.max_output_tokens {
        let limit = target.max_output_tokens.map_or(limit, |most| limit.min(most));
        json.key(if target.abilities.max_completion_tokens { "max_completion_tokens" } else { "max_tokens" })
            .number(limit);
    }
    if !request.stop.is_empty() {
        json.key("stop").list(|json| request.stop.iter().for_each(|stop| json.text(stop.as_str())));
    }
    if target.abilities.sampling {
        for (name, number) in [("temperature", request.temperature), ("top_p", request.top_p)] {
            if let Some(number) = number {
                json.key(name).float(number);
            }
        }
    }
}

/// The effort to ask for. A budget becomes the level whose share of a long answer it is; thinking left to the model is
/// left to OpenAI's default.
fn effort(request: &ChatRequest, form: ThinkingForm) -> Option<Effort> {
    if form == ThinkingForm::EffortWithoutTools && !request.tools.is_empty() {
        return Some(Effort::None);
    }
    let asked = request.effort.or(match request.thinking {
        Some(Thinking::Budget(..=4_095)) => Some(Effort::Low),
        Some(Thinking::Budget(4_096..=16_383)) => Some(Effort::Medium),
        Some(Thinking::Budget(_)) => Some(Effort::High),
        Some(Thinking::Adaptive | Thinking::Off) | None => None,
    })?;
    match (form, asked) {
        (ThinkingForm::None, _) => None,
        (_, Effort::Max) => Some(Effort::XHigh),
        (ThinkingForm::EffortWithoutTools, Effort::Minimal) => Some(Effort::Low),
        (_, asked) => Some(asked),
    }
}

/// One turn as OpenAI's messages: tool results are messages of their own and come first.
fn messages_of(message: &Message, out: &mut Vec<String>) -> Result<(), Fault> {
    let mut written = |fill: &mut dyn FnMut(&mut Json)| {
        out.push(String::from_utf8_lossy(&Json::of(fill)).into_owned());
    };
    match message.role {
        Role::System => {
            let text = joined(&message.parts);
            if !text.is_empty() {
                written(&mut |json| {
                    json.key("role").text("system");
                    json.key("content").text(&text);
                });
            }
        }
        Role::Assistant => {
            let text = joined(&message.parts);
            let calls: Vec<_> = message.parts.iter().filter_map(call).collect();
            if !text.is_empty() || !calls.is_empty() {
                written(&mut |json| {
                    json.key("role").text("assistant");
                    if text.is_empty() {
                        json.key("content").null();
                    } else {
                        json.key("content").text(&text);
                    }
                    if !calls.is_empty() {
                        json.key("tool_calls").list(|json| calls.iter().for_each(|call| write_call(json, *call)));
                    }
                });
            }
        }
        Role::User => {
            let mut rest = Vec::new();
            for part in &message.parts {
                let Part::ToolResult { id, parts, is_error } = part else {
                    rest.push(user_part(part)?);
                    continue;
                };
                let text = joined(parts);
                written(&mut |json| {
                    json.key("role").text("tool");
                    json.key("tool_call_id").text(id.as_str());
                    json.key("content").text(&if *is_error { format!("Error: {text}") } else { text.clone() });
                });
                // A tool message holds text only, so pictures follow in the user's turn.
                let pictures = parts.iter().filter(|part| !matches!(part, Part::Text(_)));
                for (at, picture) in pictures.enumerate() {
                    if at == 0 {
                        rest.push(text_part(&format!("Images returned by tool call {}:", id.as_str())));
                    }
                    rest.push(user_part(picture)?);
                }
            }
            let only_text = match message.parts.as_slice() {
                [Part::Text(text)] => Some(text.as_str()),
                _ => None,
            };
            if !rest.is_empty() {
                written(&mut |json| {
                    json.key("role").text("user");
                    match only_text {
                        Some(text) => json.key("content").text(text),
                        None => json.key("content").list(|json| rest.iter().for_each(|part| json.raw(part))),
                    }
                });
            }
        }
    }
    Ok(())
}

/// The words of a turn, parts apart by a line. Thinking is not said again.
fn joined(parts: &[Part]) -> String {
    let texts: Vec<&str> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Text(text) | Part::Document(Media::Text(text), _) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    texts.join("\n")
}

fn call(part: &Part) -> Option<(&Content, &Content, &Content)> {
    match part {
        Part::ToolCall { id, name, arguments } => Some((id, name, arguments)),
        _ => None,
    }
}

/// A call of a message or an answer.
pub(super) fn write_call(json: &mut Json, (id, name, arguments): (&Content, &Content, &Content)) {
    json.object(|json| {
        json.key("id").text(id.as_str());
        json.key("type").text("function");
        json.key("function").object(|json| {
            json.key("name").text(name.as_str());
            json.key("arguments").text(if arguments.as_str().is_empty() { "{}" } else { arguments.as_str() });
        });
    });
}

fn text_part(text: &str) -> String {
    format!("{{\"type\":\"text\",\"text\":{}}}", string(text))
}

fn user_part(part: &Part) -> Result<String, Fault> {
    let url = |media: &Media| match media {
        Media::Base64 { media_type, data } => format!("data:{};base64,{}", media_type.as_str(), data.as_str()),
        Media::Url(url) | Media::Text(url) => url.as_str().to_owned(),
    };
    let bytes = match part {
        Part::Text(text) | Part::Document(Media::Text(text), _) => return Ok(text_part(text.as_str())),
        Part::Image(media) => Json::of(|json| {
            json.key("type").text("image_url");
            json.key("image_url").object(|json| json.key("url").text(&url(media)));
        }),
        Part::Document(media @ Media::Base64 { .. }, title) => Json::of(|json| {
            json.key("type").text("file");
            json.key("file").object(|json| {
                json.key("filename").text(title.as_ref().map_or("document.pdf", Content::as_str));
                json.key("file_data").text(&url(media));
            });
        }),
        Part::Document(Media::Url(_), _) => return Err(untranslatable("a document by its URL")),
        Part::Thinking { .. } | Part::RedactedThinking(_) | Part::ToolCall { .. } | Part::ToolResult { .. } => {
            return Err(invalid("a user's turn holds a part that only the model writes"));
        }
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn strict_schema(schema: &Content) -> bool {
    serde_json::from_str(schema.as_str()).is_ok_and(|schema| is_strict(&schema))
}

fn write_tool(json: &mut Json, tool: &Tool) {
    json.object(|json| {
        json.key("type").text("function");
        json.key("function").object(|json| {
            json.key("name").text(tool.name.as_str());
            if let Some(description) = &tool.description {
                json.key("description").text(description.as_str());
            }
            if let Some(schema) = &tool.schema {
                json.key("parameters").raw(schema.as_str());
                if tool.strict && strict_schema(schema) {
                    json.key("strict").flag(true);
                }
            }
        });
    });
}

fn write_tool_choice(json: &mut Json, request: &ChatRequest) {
    match &request.tool_choice {
        None => {}
        Some(ToolChoice::Auto) => json.key("tool_choice").text("auto"),
        Some(ToolChoice::None) => json.key("tool_choice").text("none"),
        Some(ToolChoice::Any) => json.key("tool_choice").text("required"),
        Some(ToolChoice::Named(name)) => json.key("tool_choice").object(|json| {
            json.key("type").text("function");
            json.key("function").object(|json| json.key("name").text(name.as_str()));
        }),
    }
    if let Some(parallel) = request.parallel_tools {
        json.key("parallel_tool_calls").flag(parallel);
    }
}

fn write_format(json: &mut Json, format: Option<&Format>) {
    match format {
        None => {}
        Some(Format::JsonObject) => {
            json.key("response_format").object(|json| json.key("type").text("json_object"));
        }
        Some(Format::JsonSchema { name, schema, strict }) => json.key("response_format").object(|json| {
            json.key("type").text("json_schema");
            json.key("json_schema").object(|json| {
                json.key("name").text(name.as_ref().map_or("answer", Content::as_str));
                json.key("schema").raw(schema.as_str());
                json.key("strict").flag(strict.unwrap_or_else(|| strict_schema(schema)));
            });
        }),
    }
}
