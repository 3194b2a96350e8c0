//! A messages request, read.

use super::super::refuse::{invalid, read as read_body, refuse_given, untranslatable, value};
use super::blocks;
use domain::chat::{ChatRequest, Effort, Format, Message, Role, Thinking, Tool, ToolChoice};
use domain::{Content, Fault};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    messages: Vec<Said<'a>>,
    #[serde(borrow)]
    system: Option<&'a RawValue>,
    #[serde(borrow)]
    tools: Option<Vec<ToolDefinition<'a>>>,
    #[serde(borrow)]
    tool_choice: Option<Choice<'a>>,
    #[serde(borrow)]
    output_config: Option<OutputConfig<'a>>,
    #[serde(borrow)]
    output_format: Option<OutputFormat<'a>>,
    #[serde(borrow)]
    thinking: Option<ThinkingConfig<'a>>,
    max_tokens: Option<u64>,
    stop_sequences: Option<Vec<Content>>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
    stream: Option<bool>,
    #[serde(borrow)]
    mcp_servers: Option<&'a RawValue>,
    #[serde(borrow)]
    container: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow)]
    content: &'a RawValue,
}

#[derive(Deserialize)]
struct ToolDefinition<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    name: Option<Content>,
    description: Option<Content>,
    #[serde(borrow)]
    input_schema: Option<&'a RawValue>,
    strict: Option<bool>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    name: Option<Content>,
    disable_parallel_tool_use: Option<bool>,
}

#[derive(Deserialize)]
struct OutputConfig<'a> {
    #[serde(borrow)]
    effort: Option<Cow<'a, str>>,
    #[serde(borrow)]
    format: Option<OutputFormat<'a>>,
}

#[derive(Deserialize)]
struct OutputFormat<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    schema: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct ThinkingConfig<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    budget_tokens: Option<u64>,
}

#[derive(Deserialize)]
struct Metadata {
    user_id: Option<Content>,
}

pub(super) fn read(body: &[u8]) -> Result<ChatRequest, Fault> {
    let request: Request<'_> = read_body("messages", body)?;
    refuse_given(&[("mcp_servers", request.mcp_servers), ("container", request.container)])?;
    let mut messages = Vec::with_capacity(request.messages.len() + 1);
    if let Some(system) = request.system {
        messages.push(Message { role: Role::System, parts: blocks::read(system)? });
    }
    for said in request.messages {
        let role = match said.role.as_ref() {
            "user" => Role::User,
            "assistant" => Role::Assistant,
            "system" => Role::System,
            _ => return Err(invalid("a message's role must be user, assistant or system")),
        };
        messages.push(Message { role, parts: blocks::read(said.content)? });
    }
    let (effort, in_config) = request.output_config.map_or((None, None), |config| (config.effort, config.format));
    let effort = effort.map(|word| {
        Effort::from_name(&word).ok_or_else(|| invalid("output_config.effort must be low, medium, high, xhigh or max"))
    });
    let parallel = request.tool_choice.as_ref().and_then(|choice| choice.disable_parallel_tool_use);
    Ok(ChatRequest {
        messages,
        tools: request.tools.unwrap_or_default().into_iter().map(tool).collect::<Result<_, _>>()?,
        tool_choice: request.tool_choice.map(tool_choice).transpose()?,
        parallel_tools: parallel.filter(|disabled| *disabled).map(|_| false),
        format: in_config.or(request.output_format).map(format).transpose()?,
        max_output_tokens: request.max_tokens,
        stop: request.stop_sequences.unwrap_or_default(),
        temperature: request.temperature,
        top_p: request.top_p,
        thinking: request.thinking.map(thinking).transpose()?,
        effort: effort.transpose()?,
        user: request
            .metadata
            .map(|raw| value::<Option<Metadata>>("metadata", raw))
            .transpose()?
            .flatten()
            .and_then(|m| m.user_id),
        stream: request.stream.unwrap_or(false),
        include_usage: false,
    })
}

fn tool(definition: ToolDefinition<'_>) -> Result<Tool, Fault> {
    if definition.kind.as_deref().is_some_and(|kind| kind != "custom") {
        return Err(untranslatable("a tool that the provider runs (a server tool)"));
    }
    Ok(Tool {
        name: definition.name.ok_or_else(|| invalid("a tool needs the field name"))?,
        description: definition.description,
        schema: definition.input_schema.filter(|raw| raw.get() != "null").map(|raw| Content::from(raw.get())),
        strict: definition.strict.unwrap_or(false),
    })
}

fn tool_choice(choice: Choice<'_>) -> Result<ToolChoice, Fault> {
    Ok(match choice.kind.as_ref() {
        "auto" => ToolChoice::Auto,
        "any" => ToolChoice::Any,
        "none" => ToolChoice::None,
        "tool" => ToolChoice::Named(choice.name.ok_or_else(|| invalid("tool_choice of type tool needs a name"))?),
        _ => return Err(invalid("tool_choice must be of type auto, any, tool or none")),
    })
}

fn format(format: OutputFormat<'_>) -> Result<Format, Fault> {
    match (format.kind.as_ref(), format.schema) {
        ("json_schema", Some(schema)) => {
            Ok(Format::JsonSchema { name: None, schema: Content::from(schema.get()), strict: None })
        }
        ("json_schema", None) => Err(invalid("an output format of type json_schema needs a schema")),
        _ => Err(untranslatable("an output format of this type")),
    }
}

fn thinking(config: ThinkingConfig<'_>) -> Result<Thinking, Fault> {
    Ok(match (config.kind.as_ref(), config.budget_tokens) {
        ("disabled", _) => Thinking::Off,
        ("adaptive", _) => Thinking::Adaptive,
        ("enabled", Some(budget)) => Thinking::Budget(budget),
        ("enabled", None) => return Err(invalid("thinking of type enabled needs budget_tokens")),
        _ => return Err(invalid("thinking must be of type enabled, adaptive or disabled")),
    })
}
