//! Anthropic's wire: messages, whole and as events.
//!
//! Source: Anthropic's API reference, "Messages", "Streaming messages" and "Prompt caching": cached tokens stand beside
//! `input_tokens`, `message_start` carries the input figures and `message_delta` the cumulative ones.

use crate::answer::{Answer, Stop};
use crate::frame::{Frame, pieces, share};
use crate::tokens::Tokens;
use serde_json::{Value, json};

/// A message as JSON.
pub(crate) fn message(answer: &Answer, usage: bool) -> Value {
    let mut content = Vec::new();
    if let Some(reasoning) = &answer.reasoning {
        content.push(json!({"type": "thinking", "thinking": reasoning, "signature": signature(answer)}));
    }
    if !answer.text.is_empty() {
        content.push(json!({"type": "text", "text": answer.text}));
    }
    for call in &answer.calls {
        let id = format!("toolu_{}", call.id);
        content.push(json!({"type": "tool_use", "id": id, "name": call.name, "input": call.arguments}));
    }
    let (reason, sequence) = stop(&answer.stop);
    let mut whole = head(answer);
    whole["content"] = content.into();
    whole["stop_reason"] = json!(reason);
    whole["stop_sequence"] = sequence;
    if usage {
        whole["usage"] = usage_object(&answer.tokens, answer.tokens.output);
    }
    whole
}

/// A message as events, `message_stop` included.
pub(crate) fn message_stream(answer: &Answer, usage: bool) -> Vec<Frame> {
    let mut start = head(answer);
    start["content"] = json!([]);
    start["stop_reason"] = Value::Null;
    start["stop_sequence"] = Value::Null;
    if usage {
        start["usage"] = usage_object(&answer.tokens, answer.tokens.output.min(1));
    }
    let mut frames = vec![Frame::event(&json!({"type": "message_start", "message": start}), 0)];
    let mut index = 0;
    let mut generated = 0;
    if let Some(reasoning) = &answer.reasoning {
        open(&mut frames, index, &json!({"type": "thinking", "thinking": "", "signature": ""}), generated);
        generated = answer.tokens.reasoning;
        delta(&mut frames, index, &json!({"type": "thinking_delta", "thinking": reasoning}), generated);
        let signed = json!({"type": "content_block_delta", "index": index,
            "delta": {"type": "signature_delta", "signature": signature(answer)}});
        frames.push(Frame::event(&signed, generated));
        close(&mut frames, index, generated);
        index += 1;
    }
    let visible = answer.tokens.output - answer.tokens.reasoning;
    if !answer.text.is_empty() {
        open(&mut frames, index, &json!({"type": "text", "text": ""}), generated);
        frames.push(Frame::event(&json!({"type": "ping"}), generated));
        let texts = pieces(&answer.text, answer.chunks);
        for (number, piece) in texts.iter().enumerate() {
            generated = answer.tokens.reasoning + share(visible, number + 1, texts.len());
            delta(&mut frames, index, &json!({"type": "text_delta", "text": piece}), generated);
        }
        close(&mut frames, index, generated);
        index += 1;
    }
    for (number, call) in answer.calls.iter().enumerate() {
        let block = json!({"type": "tool_use", "id": format!("toolu_{}", call.id), "name": call.name, "input": {}});
        open(&mut frames, index, &block, generated);
        delta(&mut frames, index, &json!({"type": "input_json_delta", "partial_json": ""}), generated);
        let arguments = call.arguments.to_string();
        for piece in pieces(&arguments, 3) {
            delta(&mut frames, index, &json!({"type": "input_json_delta", "partial_json": piece}), generated);
        }
        generated = answer.tokens.reasoning + share(visible, number + 1, answer.calls.len());
        close(&mut frames, index, generated);
        index += 1;
    }
    let (reason, sequence) = stop(&answer.stop);
    let mut last = json!({"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": sequence}});
    if usage {
        let mut cumulative = usage_object(&answer.tokens, answer.tokens.output);
        for only_at_the_start in ["cache_creation", "service_tier"] {
            cumulative.as_object_mut().map(|fields| fields.remove(only_at_the_start));
        }
        last["usage"] = cumulative;
    }
    frames.push(Frame::event(&last, answer.tokens.output));
    frames.push(Frame::event(&json!({"type": "message_stop"}), answer.tokens.output));
    frames
}

/// `usage` as Anthropic writes it: `input_tokens` without the cached ones, which stand beside it.
pub(crate) fn usage_object(tokens: &Tokens, output: u64) -> Value {
    let mut usage = json!({
        "input_tokens": tokens.input_uncached,
        "cache_creation_input_tokens": tokens.cache_write_5m + tokens.cache_write_1h,
        "cache_read_input_tokens": tokens.cache_read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": tokens.cache_write_5m,
            "ephemeral_1h_input_tokens": tokens.cache_write_1h
        },
        "output_tokens": output,
        "service_tier": "standard"
    });
    if tokens.reasoning > 0 {
        usage["output_tokens_details"] = json!({"thinking_tokens": tokens.reasoning.min(output)});
    }
    usage
}

/// One model of the listing.
pub(crate) fn model(id: &str) -> Value {
    json!({"type": "model", "id": id, "display_name": format!("{id} (simulated)"),
        "created_at": "2026-01-01T00:00:00Z", "lifecycle": "active"})
}

/// The error event that ends a stream which cannot go on.
pub(crate) fn error_frame(generated: u64) -> Frame {
    let error = json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded (simulated)"}});
    Frame::event(&error, generated)
}

fn open(frames: &mut Vec<Frame>, index: usize, block: &Value, generated: u64) {
    let event = json!({"type": "content_block_start", "index": index, "content_block": block});
    frames.push(Frame::event(&event, generated));
}

fn delta(frames: &mut Vec<Frame>, index: usize, delta: &Value, generated: u64) {
    let event = json!({"type": "content_block_delta", "index": index, "delta": delta});
    frames.push(Frame { content: true, ..Frame::event(&event, generated) });
}

fn close(frames: &mut Vec<Frame>, index: usize, generated: u64) {
    frames.push(Frame::event(&json!({"type": "content_block_stop", "index": index}), generated));
}

fn head(answer: &Answer) -> Value {
    json!({"id": format!("msg_{}", answer.id), "type": "message", "role": "assistant", "model": answer.model})
}

fn signature(answer: &Answer) -> String {
    format!("simulated-signature-{}", answer.id)
}

fn stop(stop: &Stop) -> (&'static str, Value) {
    match stop {
        Stop::End => ("end_turn", Value::Null),
        Stop::Length => ("max_tokens", Value::Null),
        Stop::Sequence(sequence) => ("stop_sequence", json!(sequence)),
        Stop::Tools => ("tool_use", Value::Null),
    }
}
