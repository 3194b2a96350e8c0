//! A messages request, written.

use super::super::Target;
use super::super::refuse::{invalid, untranslatable};
use super::blocks;
use crate::json::Json;
use crate::providers::ThinkingForm;
use domain::chat::{ChatRequest, Effort, Format, Message, Part, Role, Thinking, Tool, ToolChoice};
use domain::{Content, Fault};

/// `max_tokens` where the client named none and the catalogue knows no limit: Anthropic wants one always.
const DEFAULT_MAX_TOKENS: u64 = 4_096;

/// The least thinking budget Anthropic takes, in tokens.
const MIN_BUDGET: u64 = 1_024;

/// What OpenAI's `json_object` becomes: Anthropic has schemas and no such mode.
const JSON_OBJECT: &str = "Answer with one JSON object and nothing else.";

pub(super) fn write(request: &ChatRequest, target: &Target<'_>) -> Result<Vec<u8>, Fault> {
    let turns = turns(&request.messages);
    if turns.is_empty() {
        return Err(invalid("the field messages has no message of the user with content"));
    }
    if request.stop.iter().any(|stop| stop.as_str().trim().is_empty()) {
        return Err(untranslatable("a stop sequence of nothing but white space"));
    }
    let most = target.max_output_tokens.unwrap_or(u64::MAX);
    let max_tokens =
        request.max_output_tokens.or(target.max_output_tokens).unwrap_or(DEFAULT_MAX_TOKENS).clamp(1, most.max(1));
    let thinking = plan_thinking(request, target.abilities.thinking, max_tokens);
    Ok(Json::of(|json| {
        json.key("model").text(target.model);
        json.key("max_tokens").number(max_tokens);
        write_system(json, request);
        json.key("messages").list(|json| turns.iter().for_each(|turn| write_turn(json, turn)));
        if !request.tools.is_empty() {
            json.key("tools").list(|json| request.tools.iter().for_each(|tool| write_tool(json, tool)));
            write_tool_choice(json, request);
        }
        if !request.stop.is_empty() {
            json.key("stop_sequences").list(|json| request.stop.iter().for_each(|stop| json.text(stop.as_str())));
        }
        if target.abilities.sampling && thinking.is_none() {
            // The models that take both refuse them together; OpenAI counts temperature to 2, Anthropic to 1.
            match (request.temperature, request.top_p) {
                (Some(temperature), _) => json.key("temperature").float(temperature.clamp(0.0, 1.0)),
                (None, Some(top_p)) => json.key("top_p").float(top_p),
                (None, None) => {}
            }
        }
        write_thinking(json, thinking, request.format.as_ref());
        if let Some(user) = &request.user {
            json.key("metadata").object(|json| json.key("user_id").text(user.as_str()));
        }
        if request.stream {
            json.key("stream").flag(true);
        }
    }))
}

/// How a request thinks: by budget, or adaptively with an effort.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Plan {
    Budget(u64),
    Adaptive(Effort),
}

/// Whether and how to think. A forced tool and thinking exclude each other, as do budgets and a turn that goes on after
/// tools (Anthropic wants its signed thoughts back, which OpenAI's dialect cannot carry).
fn plan_thinking(request: &ChatRequest, form: ThinkingForm, max_tokens: u64) -> Option<Plan> {
    let effort = request.effort.unwrap_or(Effort::Medium);
    let forced = matches!(request.tool_choice, Some(ToolChoice::Any | ToolChoice::Named(_)));
    if forced || matches!(request.thinking, None | Some(Thinking::Off)) {
        return None;
    }
    match form {
        ThinkingForm::Budget => {
            let mid_turn = request
                .messages
                .last()
                .is_some_and(|message| message.parts.iter().any(|part| matches!(part, Part::ToolResult { .. })));
            let wanted = match (request.thinking, effort) {
                (Some(Thinking::Budget(tokens)), _) => tokens,
                (_, Effort::None | Effort::Minimal) => MIN_BUDGET,
                (_, Effort::Low) => 2_048,
                (_, Effort::Medium) => 8_192,
                (_, Effort::High | Effort::XHigh | Effort::Max) => 24_576,
            };
            // The budget is a part of max_tokens: half is left for the answer.
            let budget = wanted.min(max_tokens / 2);
            (budget >= MIN_BUDGET && !mid_turn).then_some(Plan::Budget(budget))
        }
        ThinkingForm::AdaptiveXHigh => Some(Plan::Adaptive(effort.max(Effort::Low))),
        _ if effort == Effort::XHigh => Some(Plan::Adaptive(Effort::High)),
        _ => Some(Plan::Adaptive(effort.max(Effort::Low))),
    }
}

fn write_thinking(json: &mut Json, plan: Option<Plan>, format: Option<&Format>) {
    match plan {
        Some(Plan::Budget(tokens)) => json.key("thinking").object(|json| {
            json.key("type").text("enabled");
            json.key("budget_tokens").number(tokens);
        }),
        Some(Plan::Adaptive(_)) => json.key("thinking").object(|json| json.key("type").text("adaptive")),
        None => {}
    }
    let effort = if let Some(Plan::Adaptive(effort)) = plan { Some(effort) } else { None };
    let schema = if let Some(Format::JsonSchema { schema, .. }) = format { Some(schema) } else { None };
    if effort.is_some() || schema.is_some() {
        json.key("output_config").object(|json| {
            if let Some(effort) = effort {
                json.key("effort").text(effort.as_str());
            }
            if let Some(schema) = schema {
                json.key("format").object(|json| {
                    json.key("type").text("json_schema");
                    json.key("schema").raw(schema.as_str());
                });
            }
        });
    }
}

/// The system prompt: every system message, in order, in front.
fn write_system(json: &mut Json, request: &ChatRequest) {
    let said =
        request.messages.iter().filter(|message| message.role == Role::System).flat_map(|message| &message.parts);
    let mut texts: Vec<&str> = said.filter_map(text).collect();
    if request.format == Some(Format::JsonObject) {
        texts.push(JSON_OBJECT);
    }
    match texts.as_slice() {
        [] => {}
        [one] => json.key("system").text(one),
        all => json.key("system").list(|json| {
            for text in all {
                blocks::write(json, &Part::Text(Content::from(*text)));
            }
        }),
    }
}

fn text(part: &Part) -> Option<&str> {
    match part {
        Part::Text(text) if !text.as_str().is_empty() => Some(text.as_str()),
        _ => None,
    }
}

/// A turn: neighbours of one role together, because every result of a round of calls must stand in one message.
struct Turn<'a> {
    role: Role,
    parts: Vec<&'a Part>,
}

fn turns(messages: &[Message]) -> Vec<Turn<'_>> {
    let mut turns: Vec<Turn<'_>> = Vec::with_capacity(messages.len());
    for message in messages.iter().filter(|message| message.role != Role::System) {
        let parts = message.parts.iter().filter(|part| has_block(part));
        match turns.last_mut() {
            Some(turn) if turn.role == message.role => turn.parts.extend(parts),
            _ => turns.push(Turn { role: message.role, parts: parts.collect() }),
        }
    }
    turns.retain(|turn| !turn.parts.is_empty());
    turns
}

fn has_block(part: &Part) -> bool {
    match part {
        Part::Text(text) => !text.as_str().is_empty(),
        Part::Thinking { signature, .. } => signature.is_some(),
        _ => true,
    }
}

fn write_turn(json: &mut Json, turn: &Turn<'_>) {
    json.object(|json| {
        json.key("role").text(if turn.role == Role::Assistant { "assistant" } else { "user" });
        match turn.parts.as_slice() {
            [Part::Text(text)] => json.key("content").text(text.as_str()),
            parts => json.key("content").list(|json| parts.iter().for_each(|part| blocks::write(json, part))),
        }
    });
}

fn write_tool(json: &mut Json, tool: &Tool) {
    json.object(|json| {
        json.key("name").text(tool.name.as_str());
        if let Some(description) = &tool.description {
            json.key("description").text(description.as_str());
        }
        // OpenAI takes an empty schema for a tool without arguments; Anthropic wants its type.
        match tool.schema.as_ref().filter(|schema| schema.as_str() != "{}") {
            Some(schema) => json.key("input_schema").raw(schema.as_str()),
            None => json.key("input_schema").raw(r#"{"type":"object","properties":{}}"#),
        }
        if tool.strict {
            json.key("strict").flag(true);
        }
    });
}

/// One call at a time is said inside the choice, so a choice is written for it even where the client made none.
fn write_tool_choice(json: &mut Json, request: &ChatRequest) {
    let one_call = request.parallel_tools == Some(false);
    let (kind, name) = match &request.tool_choice {
        None if one_call => ("auto", None),
        None => return,
        Some(ToolChoice::Auto) => ("auto", None),
        Some(ToolChoice::Any) => ("any", None),
        Some(ToolChoice::None) => ("none", None),
        Some(ToolChoice::Named(name)) => ("tool", Some(name)),
    };
    json.key("tool_choice").object(|json| {
        json.key("type").text(kind);
        if let Some(name) = name {
            json.key("name").text(name.as_str());
        }
        if one_call && kind != "none" {
            json.key("disable_parallel_tool_use").flag(true);
        }
    });
}
