//! Answers as clients read them, so that a test can compare what was said and not how.

use serde_json::Value;

/// What a client made of an answer, in either dialect and either form.
#[derive(Default, Debug, PartialEq)]
pub struct Understood {
    pub text: String,
    /// Names and arguments.
    pub calls: Vec<(String, Value)>,
    pub stop: String,
    /// Whether it ended with its dialect's end marker.
    pub clean: bool,
}

/// Reads an answer as a client of its dialect does.
pub fn understood(openai: bool, stream: bool, answer: &str) -> Understood {
    match (openai, stream) {
        (true, false) => openai_message(&serde_json::from_str(answer).expect("JSON")),
        (false, false) => anthropic_message(&serde_json::from_str(answer).expect("JSON")),
        (true, true) => openai_stream(answer),
        (false, true) => anthropic_stream(answer),
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("arguments are JSON")
}

fn openai_message(body: &Value) -> Understood {
    let message = &body["choices"][0]["message"];
    let calls = message["tool_calls"].as_array().cloned().unwrap_or_default();
    let call = |call: &Value| {
        (string(&call["function"]["name"]), parsed(call["function"]["arguments"].as_str().expect("text")))
    };
    Understood {
        text: string(&message["content"]),
        calls: calls.iter().map(call).collect(),
        stop: string(&body["choices"][0]["finish_reason"]),
        clean: true,
    }
}

fn anthropic_message(body: &Value) -> Understood {
    let mut said = Understood { stop: string(&body["stop_reason"]), clean: true, ..Understood::default() };
    for block in body["content"].as_array().expect("blocks") {
        match block["type"].as_str() {
            Some("text") => said.text.push_str(block["text"].as_str().expect("text")),
            Some("tool_use") => said.calls.push((string(&block["name"]), block["input"].clone())),
            other => panic!("{other:?}"),
        }
    }
    said
}

fn datas(answer: &str) -> impl Iterator<Item = &str> {
    answer.split("\n\n").filter_map(|event| event.lines().find_map(|line| line.strip_prefix("data: ")))
}

fn openai_stream(answer: &str) -> Understood {
    let mut said = Understood { clean: answer.ends_with("data: [DONE]\n\n"), ..Understood::default() };
    let mut calls: Vec<(String, String)> = Vec::new();
    for data in datas(answer).filter(|data| *data != "[DONE]") {
        let chunk: Value = serde_json::from_str(data).expect("a chunk");
        let choice = &chunk["choices"][0];
        said.text.push_str(choice["delta"]["content"].as_str().unwrap_or_default());
        for call in choice["delta"]["tool_calls"].as_array().unwrap_or(&vec![]) {
            let index = call["index"].as_u64().expect("an index") as usize;
            if index == calls.len() {
                calls.push((string(&call["function"]["name"]), String::new()));
            }
            calls[index].1.push_str(call["function"]["arguments"].as_str().unwrap_or_default());
        }
        if let Some(stop) = choice["finish_reason"].as_str() {
            said.stop = stop.to_owned();
        }
    }
    said.calls = calls.into_iter().map(|(name, arguments)| (name, parsed(&arguments))).collect();
    said
}

fn anthropic_stream(answer: &str) -> Understood {
    let mut said = Understood { clean: answer.contains("event: message_stop\n"), ..Understood::default() };
    let mut calls: Vec<(String, String)> = Vec::new();
    for data in datas(answer) {
        let event: Value = serde_json::from_str(data).expect("an event");
        assert!(answer.contains(&format!("event: {}\ndata: {data}", event["type"].as_str().expect("a type"))));
        said.text.push_str(event["delta"]["text"].as_str().unwrap_or_default());
        if event["content_block"]["type"] == "tool_use" {
            calls.push((string(&event["content_block"]["name"]), String::new()));
        }
        if let Some(more) = event["delta"]["partial_json"].as_str() {
            calls.last_mut().expect("a call").1.push_str(more);
        }
        if let Some(stop) = event["delta"]["stop_reason"].as_str() {
            said.stop = stop.to_owned();
        }
    }
    said.calls = calls.into_iter().map(|(name, arguments)| (name, parsed(&arguments))).collect();
    said
}
