//! What the wires look like, held by golden files. The same request always gives the same bytes.

use crate::client::{Got, ask, send, start};
use serde_json::{Value, json};

const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn weather(openai: bool) -> Value {
    let schema = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    if openai {
        json!([{"type": "function", "function": {"name": "get_weather", "parameters": schema}}])
    } else {
        json!([{"name": "get_weather", "input_schema": schema}])
    }
}

fn chat(question: Value, more: Value) -> Value {
    let mut body = json!({"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": question}]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn messages(question: Value, more: Value) -> Value {
    let mut body = chat(question, json!({"model": "claude-haiku-4-5", "max_tokens": 2048}));
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Asks a fresh sandbox, so that no answer depends on another test.
async fn fresh(path: &str, body: Value) -> Got {
    ask(&start(None).await, path, body).await
}

fn hold(name: &str, got: &Got) {
    assert_eq!(got.headers["x-sandbox"], "simulated");
    let body = match serde_json::from_str::<Value>(&got.body) {
        Ok(value) => serde_json::to_string_pretty(&value).unwrap(),
        Err(_) => got.body.clone(),
    };
    insta::assert_snapshot!(
        name,
        format!("{} {}\n\n{body}", got.status.as_u16(), got.headers["content-type"].to_str().unwrap())
    );
}

#[tokio::test]
async fn openai_answers() {
    let image = json!([{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": PIXEL}}]);
    let forced =
        json!({"tools": weather(true), "tool_choice": {"type": "function", "function": {"name": "get_weather"}}});
    let schema = json!({"type": "object", "properties": {"steps": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
        "required": ["steps"], "additionalProperties": false});
    let format = json!({"type": "json_schema", "json_schema": {"name": "plan", "strict": true, "schema": schema}});
    let path = "/v1/chat/completions";
    hold("openai_chat_image", &fresh(path, chat(image, json!({}))).await);
    hold("openai_chat_length", &fresh(path, chat(json!("hi"), json!({"max_completion_tokens": 3}))).await);
    hold("openai_chat_stop", &fresh(path, chat(json!("hi"), json!({"stop": "simulated"}))).await);
    hold("openai_chat_tool", &fresh(path, chat(json!("hi"), forced)).await);
    hold("openai_chat_schema", &fresh(path, chat(json!("hi"), json!({"response_format": format}))).await);
    hold(
        "openai_chat_reasoning",
        &fresh(path, chat(json!("hi"), json!({"reasoning_effort": "low", "max_tokens": 5}))).await,
    );
    let prompt = json!({"model": "gpt-3.5-turbo-instruct", "prompt": "def add(", "suffix": "return", "max_tokens": 8});
    hold("openai_completion", &fresh("/v1/completions", prompt).await);
    let embed = json!({"model": "text-embedding-3-small", "input": ["one", "two"], "dimensions": 2, "encoding_format": "base64"});
    hold("openai_embedding", &fresh("/v1/embeddings", embed).await);
    hold("openai_models", &send(&start(None).await, "/v1/models", None, None).await.unwrap());
}

#[tokio::test]
async fn openai_streams() {
    let stream = |more: Value| {
        let mut body = chat(json!("Call the tools in parallel, please"), json!({"stream": true, "max_tokens": 8}));
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let path = "/v1/chat/completions";
    hold("openai_stream", &fresh(path, stream(json!({}))).await);
    hold("openai_stream_usage", &fresh(path, stream(json!({"stream_options": {"include_usage": true}}))).await);
    hold("openai_stream_tools", &fresh(path, stream(json!({"tools": weather(true)}))).await);
    let prompt = json!({"model": "gpt-3.5-turbo-instruct", "prompt": "x", "max_tokens": 4, "stream": true,
        "stream_options": {"include_usage": true}});
    hold("openai_completion_stream", &fresh("/v1/completions", prompt).await);
}

#[tokio::test]
async fn anthropic_answers() {
    let path = "/v1/messages";
    hold("anthropic_message", &fresh(path, messages(json!("hi"), json!({}))).await);
    hold("anthropic_length", &fresh(path, messages(json!("hi"), json!({"max_tokens": 3}))).await);
    hold("anthropic_stop", &fresh(path, messages(json!("hi"), json!({"stop_sequences": ["Tollkeeper"]}))).await);
    let thinking = json!({"thinking": {"type": "adaptive"}, "tools": weather(false), "tool_choice": {"type": "any"}});
    hold("anthropic_thinking_tool", &fresh(path, messages(json!("hi"), thinking)).await);
    let schema = json!({"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]});
    let format = json!({"output_config": {"format": {"type": "json_schema", "schema": schema}}});
    hold("anthropic_schema", &fresh(path, messages(json!("hi"), format)).await);
    hold("anthropic_count", &fresh("/v1/messages/count_tokens", messages(json!("hi"), json!({}))).await);
    let results = json!({"tools": weather(false), "messages": [
        {"role": "user", "content": "use the tool"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "get_weather", "input": {"city": "x"}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "rain"}]}]});
    hold("anthropic_after_tools", &fresh(path, messages(json!("hi"), results)).await);
}

#[tokio::test]
async fn anthropic_streams() {
    let path = "/v1/messages";
    let system = json!([{"type": "text", "text": "s".repeat(200), "cache_control": {"type": "ephemeral"}}]);
    let cached = messages(json!("hi"), json!({"stream": true, "system": system, "max_tokens": 8}));
    hold("anthropic_stream_cached", &fresh(path, cached).await);
    let thinking =
        json!({"stream": true, "thinking": {"type": "enabled", "budget_tokens": 1024}, "tools": weather(false)});
    hold("anthropic_stream_thinking_tool", &fresh(path, messages(json!("call get_weather"), thinking)).await);
}

#[tokio::test]
async fn usage_is_streamed_only_when_asked_for() {
    let running = start(None).await;
    let body = |options: Value| chat(json!("hi"), json!({"stream": true, "stream_options": options}));
    let silent = ask(&running, "/v1/chat/completions", body(json!({"include_usage": false}))).await;
    assert!(silent.events().iter().all(|event| event.get("usage").is_none()));
    let told = ask(&running, "/v1/chat/completions", body(json!({"include_usage": true}))).await.events();
    let (last, before) = told.split_last().unwrap();
    assert_eq!(last["choices"], json!([]));
    assert!(last["usage"]["total_tokens"].as_u64().unwrap() > 0);
    assert!(before.iter().all(|event| event["usage"].is_null() && event["choices"].as_array().unwrap().len() == 1));
}

#[tokio::test]
async fn a_stream_says_what_the_whole_answer_says() {
    let path = "/v1/chat/completions";
    let whole = fresh(path, chat(json!("hi"), json!({"stream": false}))).await.json();
    let parts = fresh(path, chat(json!("hi"), json!({"stream": true}))).await.events();
    let joined: String = parts.iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect();
    let text = whole["choices"][0]["message"]["content"].as_str().unwrap();
    // The made-up words depend on the body; the opening does not.
    assert_eq!(joined.split_whitespace().count(), text.split_whitespace().count());
    assert!(joined.starts_with("This is a simulated answer") && text.starts_with("This is a simulated answer"));
}
