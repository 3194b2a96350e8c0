//! OpenAI's wire: answers as chat completions, completions and models, whole and in chunks.
//!
//! Source: OpenAI's API reference, objects `chat.completion`, `chat.completion.chunk`, `text_completion`, `usage`.

use crate::answer::{Answer, Stop};
use crate::frame::{Frame, pieces, share};
use crate::tokens::Tokens;
use serde_json::{Value, json};

/// A chat answer as JSON.
pub(crate) fn chat(answer: &Answer, usage: bool, show_reasoning: bool) -> Value {
    let mut message = json!({"role": "assistant", "content": answer.text, "refusal": null, "annotations": []});
    if !answer.calls.is_empty() {
        message["content"] = Value::Null;
        message["tool_calls"] = answer
            .calls
            .iter()
            .map(|call| {
                json!({"id": format!("call_{}", call.id), "type": "function",
                "function": {"name": call.name, "arguments": call.arguments.to_string()}})
            })
            .collect();
    }
    if let (true, Some(reasoning)) = (show_reasoning, &answer.reasoning) {
        message["reasoning_content"] = json!(reasoning);
    }
    let mut whole = head(answer, "chatcmpl", "chat.completion");
    whole["choices"] =
        json!([{"index": 0, "message": message, "logprobs": null, "finish_reason": finish(&answer.stop)}]);
    with_usage(whole, answer, usage)
}

/// A chat answer as the data of a stream's events, `[DONE]` included.
pub(crate) fn chat_stream(answer: &Answer, usage: bool, show_reasoning: bool) -> Vec<Frame> {
    let chunk = |delta: Value, reason: Value| {
        let mut chunk = head(answer, "chatcmpl", "chat.completion.chunk");
        chunk["choices"] = json!([{"index": 0, "delta": delta, "logprobs": null, "finish_reason": reason}]);
        if usage {
            chunk["usage"] = Value::Null;
        }
        chunk
    };
    let mut frames = Vec::with_capacity(answer.chunks + 4);
    let opening = if answer.calls.is_empty() { json!("") } else { Value::Null };
    frames.push(Frame::data(&chunk(json!({"role": "assistant", "content": opening, "refusal": null}), Value::Null), 0));
    let mut generated = answer.tokens.reasoning;
    if let (true, Some(reasoning)) = (show_reasoning, &answer.reasoning) {
        frames.push(Frame::content(&chunk(json!({"reasoning_content": reasoning}), Value::Null), generated));
    }
    let visible = answer.tokens.output - answer.tokens.reasoning;
    let texts = pieces(&answer.text, if answer.calls.is_empty() { answer.chunks } else { 0 });
    for (index, piece) in texts.iter().enumerate() {
        generated = answer.tokens.reasoning + share(visible, index + 1, texts.len());
        frames.push(Frame::content(&chunk(json!({"content": piece}), Value::Null), generated));
    }
    for (index, call) in answer.calls.iter().enumerate() {
        let begin = json!({"tool_calls": [{"index": index, "id": format!("call_{}", call.id), "type": "function",
            "function": {"name": call.name, "arguments": ""}}]});
        frames.push(Frame::content(&chunk(begin, Value::Null), generated));
        let arguments = call.arguments.to_string();
        for piece in pieces(&arguments, 3) {
            let more = json!({"tool_calls": [{"index": index, "function": {"arguments": piece}}]});
            frames.push(Frame::content(&chunk(more, Value::Null), generated));
        }
        generated = answer.tokens.reasoning + share(visible, index + 1, answer.calls.len());
    }
    frames.push(Frame::data(&chunk(json!({}), json!(finish(&answer.stop))), answer.tokens.output));
    finish_stream(frames, head(answer, "chatcmpl", "chat.completion.chunk"), answer, usage)
}

/// A completion as JSON.
pub(crate) fn completion(answer: &Answer, usage: bool) -> Value {
    let mut whole = head(answer, "cmpl", "text_completion");
    whole["choices"] =
        json!([{"index": 0, "text": answer.text, "logprobs": null, "finish_reason": finish(&answer.stop)}]);
    with_usage(whole, answer, usage)
}

/// A completion as the data of a stream's events.
pub(crate) fn completion_stream(answer: &Answer, usage: bool) -> Vec<Frame> {
    let texts = pieces(&answer.text, answer.chunks);
    let chunk = |text: &str, reason: Value| {
        let mut chunk = head(answer, "cmpl", "text_completion");
        chunk["choices"] = json!([{"index": 0, "text": text, "logprobs": null, "finish_reason": reason}]);
        if usage {
            chunk["usage"] = Value::Null;
        }
        chunk
    };
    let mut frames: Vec<Frame> = texts
        .iter()
        .enumerate()
        .map(|(index, piece)| {
            Frame::content(&chunk(piece, Value::Null), share(answer.tokens.output, index + 1, texts.len()))
        })
        .collect();
    frames.push(Frame::data(&chunk("", json!(finish(&answer.stop))), answer.tokens.output));
    finish_stream(frames, head(answer, "cmpl", "text_completion"), answer, usage)
}

/// The usage chunk, whose `choices` are empty, only where asked for; then the end mark.
fn finish_stream(mut frames: Vec<Frame>, mut last: Value, answer: &Answer, usage: bool) -> Vec<Frame> {
    if usage {
        last["choices"] = json!([]);
        last["usage"] = usage_object(&answer.tokens);
        frames.push(Frame::data(&last, answer.tokens.output));
    }
    frames.push(Frame { event: None, data: "[DONE]".into(), generated: answer.tokens.output, content: false });
    frames
}

/// `usage` as OpenAI writes it: cached tokens are a part of `prompt_tokens`.
pub(crate) fn usage_object(tokens: &Tokens) -> Value {
    let prompt = tokens.input_total();
    json!({
        "prompt_tokens": prompt,
        "completion_tokens": tokens.output,
        "total_tokens": prompt + tokens.output,
        "prompt_tokens_details": {
            "cached_tokens": tokens.cache_read,
            "cache_write_tokens": tokens.cache_write_5m + tokens.cache_write_1h,
            "audio_tokens": 0
        },
        "completion_tokens_details": {
            "reasoning_tokens": tokens.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0
        }
    })
}

/// One model of the listing.
pub(crate) fn model(id: &str) -> Value {
    json!({"id": id, "object": "model", "created": 1_767_225_600, "owned_by": "tollkeeper-sandbox"})
}

/// The error event that ends a stream which cannot go on.
pub(crate) fn error_frame(generated: u64) -> Frame {
    let error = json!({"error": {"message": "The server had an error (simulated).", "type": "server_error",
        "param": null, "code": null}});
    Frame::data(&error, generated)
}

fn head(answer: &Answer, prefix: &str, object: &str) -> Value {
    json!({
        "id": format!("{prefix}-{}", answer.id),
        "object": object,
        "created": answer.created_s,
        "model": answer.model,
        "service_tier": "default",
        "system_fingerprint": "fp_sandbox"
    })
}

fn with_usage(mut whole: Value, answer: &Answer, usage: bool) -> Value {
    if usage {
        whole["usage"] = usage_object(&answer.tokens);
    }
    whole
}

fn finish(stop: &Stop) -> &'static str {
    match stop {
        Stop::End | Stop::Sequence(_) => "stop",
        Stop::Length => "length",
        Stop::Tools => "tool_calls",
    }
}
