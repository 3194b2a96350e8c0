//! What the sandbox says, before any wire has a shape for it: text, tool calls, reasoning, why it stopped. Pure: the
//! same request and scene give the same answer.

use crate::scene::Scene;
use crate::schema;
use crate::seen::{Endpoint, Seen, Wire};
use crate::tokens::{self, Tokens};
use serde_json::{Value, json};

/// Words written at most, whatever is asked for: an answer stays a few dozen kilobytes.
const MOST_WORDS: u64 = 4096;

/// Words written at least, unless a request or scene says fewer: the opening and what follows it stay whole.
const LEAST_WORDS: u64 = 24;

/// Every text begins like this, so that nobody takes it for real.
const OPENING: &str = "This is a simulated answer from the Tollkeeper sandbox; nothing in it is real.";

const FILLER: [&str; 24] = [
    "ferry", "lantern", "orchard", "gravel", "meadow", "copper", "harbor", "ledger", "willow", "signal", "granite",
    "bridge", "kettle", "saddle", "timber", "pebble", "canvas", "marble", "thistle", "anchor", "valley", "beacon",
    "quarry", "ribbon",
];

/// Why an answer ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    End,
    Length,
    Sequence(String),
    Tools,
}

/// One tool call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: Value,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Hexadecimal, unique for request and sequence; the wires put their prefixes before it.
    pub(crate) id: String,
    /// Seconds since 1970.
    pub(crate) created_s: u64,
    pub(crate) model: String,
    pub(crate) reasoning: Option<String>,
    pub(crate) text: String,
    pub(crate) calls: Vec<Call>,
    pub(crate) stop: Stop,
    pub(crate) tokens: Tokens,
    /// Content chunks of a stream.
    pub(crate) chunks: usize,
}

/// Makes the answer. `input` holds the input classes; `default_output` is a persona's figure for text nobody bounded.
pub(crate) fn compose(
    seen: &Seen,
    scene: &Scene,
    input: Tokens,
    default_output: u64,
    seed: u64,
    created_s: u64,
) -> Answer {
    let body = &seen.body;
    let digest = tokens::hash(seed ^ seen.sequence, body.to_string().as_bytes());
    let id = format!("{digest:016x}{:08x}", seen.sequence);
    let calls = calls(seen, &id);
    let reasons = reasons(seen);
    let asked = scene.output_tokens.or(scene.tokens.map(|figures| figures.output.saturating_sub(figures.reasoning)));
    let limit = limit(seen).unwrap_or(u64::MAX);
    let wanted = asked.unwrap_or(default_output.max(LEAST_WORDS)).min(MOST_WORDS);
    let (text, stop) = if !calls.is_empty() {
        (String::new(), Stop::Tools)
    } else if let Some(value) = structured(seen) {
        (value.to_string(), Stop::End)
    } else {
        let (text, cut) = match stop_at(body, prose(seen, wanted.min(limit), digest)) {
            (text, Some(sequence)) => (text, Stop::Sequence(sequence)),
            (text, None) if wanted > limit => (text, Stop::Length),
            (text, None) => (text, Stop::End),
        };
        (text, cut)
    };
    let reasoning = reasons.then(|| "Simulated reasoning: no model thought about this.".to_owned());
    let visible = if calls.is_empty() {
        if structured(seen).is_some() { tokens::count(&json!(text)) } else { text.split_whitespace().count() as u64 }
    } else {
        calls.iter().map(|call| 8 + tokens::count(&call.arguments)).sum()
    };
    let reasoning_tokens = if reasons { 64 + digest % 192 } else { 0 };
    let counted = Tokens { output: visible.max(1) + reasoning_tokens, reasoning: reasoning_tokens, ..input };
    let tokens = scene.tokens.unwrap_or(counted);
    let tokens = Tokens { reasoning: tokens.reasoning.min(tokens.output), ..tokens };
    let chunks = scene.chunks.unwrap_or_else(|| usize::try_from(visible.div_ceil(4)).unwrap_or(1)).clamp(1, 4096);
    Answer { id, created_s, model: seen.model.clone(), reasoning, text, calls, stop, tokens, chunks }
}

/// The request's own limit on output tokens.
fn limit(seen: &Seen) -> Option<u64> {
    ["max_completion_tokens", "max_tokens", "max_output_tokens"].iter().find_map(|name| seen.body[*name].as_u64())
}

/// Whether the request asks for thinking.
fn reasons(seen: &Seen) -> bool {
    match seen.wire {
        Wire::OpenAi => !matches!(seen.body["reasoning_effort"].as_str(), None | Some("none" | "minimal")),
        Wire::Anthropic => matches!(seen.body["thinking"]["type"].as_str(), Some("enabled" | "adaptive")),
    }
}

fn prose(seen: &Seen, words: u64, digest: u64) -> String {
    let after_tools = match tool_results(seen) {
        0 => String::new(),
        count => format!(" It follows {count} tool result(s)."),
    };
    let opening = format!("{OPENING}{after_tools}");
    let filler =
        (0u64..).map(|index| FILLER[(digest.rotate_left((index % 61) as u32).wrapping_add(index) % 24) as usize]);
    let words: Vec<&str> = opening.split_whitespace().chain(filler).take(words.max(1) as usize).collect();
    words.join(" ")
}

/// Cuts a text where the first of the request's stop sequences begins.
fn stop_at(body: &Value, text: String) -> (String, Option<String>) {
    let given = if body["stop"].is_null() { &body["stop_sequences"] } else { &body["stop"] };
    let sequences: Vec<&str> = match given {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    let first = sequences
        .into_iter()
        .filter(|sequence| !sequence.is_empty())
        .filter_map(|sequence| text.find(sequence).map(|at| (at, sequence.to_owned())))
        .min();
    match first {
        Some((at, sequence)) => (text[..at].to_owned(), Some(sequence)),
        None => (text, None),
    }
}

/// The value a JSON answer format asks for.
fn structured(seen: &Seen) -> Option<Value> {
    let body = &seen.body;
    match seen.wire {
        Wire::OpenAi => match body["response_format"]["type"].as_str()? {
            "json_schema" => Some(schema::value_for(&body["response_format"]["json_schema"]["schema"])),
            "json_object" => Some(json!({"simulated": true})),
            _ => None,
        },
        Wire::Anthropic => [&body["output_config"]["format"], &body["output_format"]]
            .into_iter()
            .find(|format| format["type"] == "json_schema")
            .map(|format| schema::value_for(&format["schema"])),
    }
}

/// How many tool results the last turn brings.
fn tool_results(seen: &Seen) -> usize {
    let messages = seen.body["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    match seen.wire {
        Wire::OpenAi => messages.iter().rev().take_while(|message| message["role"] == "tool").count(),
        Wire::Anthropic => messages
            .last()
            .and_then(|message| message["content"].as_array())
            .map_or(0, |blocks| blocks.iter().filter(|block| block["type"] == "tool_result").count()),
    }
}

struct Tool<'a> {
    name: &'a str,
    schema: &'a Value,
}

/// The calls of an answer: the named tool if one is forced; the first if any is; with a free choice, the tools that the
/// last user message names, or the first if it says "tool". "parallel" in it makes every tool be called.
fn calls(seen: &Seen, id: &str) -> Vec<Call> {
    if !matches!(seen.endpoint, Endpoint::Chat | Endpoint::Messages) {
        return vec![];
    }
    let body = &seen.body;
    let offered = body["tools"].as_array().map(Vec::as_slice).unwrap_or_default();
    let tools: Vec<Tool<'_>> = offered
        .iter()
        .map(|tool| match seen.wire {
            Wire::OpenAi => (&tool["function"]["name"], &tool["function"]["parameters"]),
            Wire::Anthropic => (&tool["name"], &tool["input_schema"]),
        })
        .filter_map(|(name, schema)| name.as_str().map(|name| Tool { name, schema }))
        .collect();
    let choice = &body["tool_choice"];
    let mode = choice.as_str().or_else(|| choice["type"].as_str()).unwrap_or("auto");
    let named = choice["name"].as_str().or_else(|| choice["function"]["name"].as_str());
    let alone = body["parallel_tool_calls"] == false || choice["disable_parallel_tool_use"] == true;
    let asked = last_user_text(seen).to_lowercase();
    let mut chosen: Vec<&Tool<'_>> = match (named, mode) {
        (Some(name), _) => tools.iter().filter(|tool| tool.name == name).collect(),
        (None, "none") => vec![],
        (None, "required" | "any") if asked.contains("parallel") => tools.iter().collect(),
        (None, "required" | "any") => tools.iter().take(1).collect(),
        _ if tool_results(seen) > 0 => vec![],
        _ if asked.contains("parallel") => tools.iter().collect(),
        _ => {
            let mentioned: Vec<_> = tools.iter().filter(|tool| asked.contains(&tool.name.to_lowercase())).collect();
            if mentioned.is_empty() && asked.contains("tool") { tools.iter().take(1).collect() } else { mentioned }
        }
    };
    // One tool offered and parallel calls asked for: it is called twice, as models do for two cities.
    if chosen.len() == 1 && asked.contains("parallel") {
        chosen.push(chosen[0]);
    }
    chosen.truncate(if alone { 1 } else { 8 });
    let call = |(index, tool): (usize, &&Tool<'_>)| Call {
        id: format!("{id}{index:02}"),
        name: tool.name.to_owned(),
        arguments: if tool.schema.is_object() { schema::value_for(tool.schema) } else { json!({}) },
    };
    chosen.iter().enumerate().map(call).collect()
}

fn last_user_text(seen: &Seen) -> String {
    let last = seen.body["messages"].as_array().and_then(|messages| messages.iter().rfind(|m| m["role"] == "user"));
    match last.map(|message| &message["content"]) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(blocks)) => {
            blocks.iter().filter_map(|block| block["text"].as_str()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}
