//! One request in, one answer out: the decision that joins persona, scene, answer and wire. Pure but for the prompt
//! cache it is handed.

use crate::answer::{self, Answer};
use crate::anthropic;
use crate::embedding;
use crate::openai;
use crate::persona::Mood;
use crate::prefix::{Prefixes, prompt_only};
use crate::refusal;
use crate::scene::{Ending, Refusal, Scene};
use crate::seen::{Endpoint, Seen, Wire};
use crate::steps::{self, Step};
use crate::tokens::{self, Tokens};
use bytes::Bytes;
use serde_json::{Value, json};

/// What is listed as models where no persona says.
const MODELS: [&str; 3] = ["gpt-5.4-mini", "claude-haiku-4-5", "text-embedding-3-small"];

/// An answer ready to be played.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) retry_after_s: Option<u64>,
    /// Length of a JSON body, said in the header even when the body is then cut.
    pub(crate) length: Option<usize>,
    pub(crate) steps: Vec<Step>,
    /// What a complete answer charges; `None` for answers that are never charged and make no entry.
    pub(crate) charge: Option<Tokens>,
    pub(crate) streamed: bool,
    pub(crate) reports_usage: bool,
}

/// Makes the reply to a request.
pub(crate) fn reply(
    seen: &Seen,
    mood: &Mood,
    models: &[String],
    prefixes: &mut Prefixes,
    seed: u64,
    now_ms: u64,
) -> Result<Reply, Refusal> {
    let mut scene = mood.scene.clone();
    if let Some(refusal) = &scene.refuse {
        return Err(refusal.clone());
    }
    if scene.refuse_stream_options && seen.has_stream_options {
        return Err(Refusal::BadRequest("Unrecognized request argument supplied: stream_options".into()));
    }
    match &seen.endpoint {
        Endpoint::Models => Ok(free(&list(seen.wire, models))),
        Endpoint::Model(id) if models.is_empty() || models.contains(id) => Ok(free(&one_model(seen.wire, id))),
        Endpoint::Model(id) => Err(Refusal::ModelNotFound(id.clone())),
        Endpoint::CountTokens => Ok(free(&json!({"input_tokens": tokens::count(&prompt_only(&seen.body)).max(1)}))),
        Endpoint::Embeddings => {
            let given = scene.tokens.map(|figures| figures.input_total());
            let (body, input) = embedding::embed(&seen.body, &seen.model, !scene.hide_usage, given)?;
            Ok(whole(&body, &scene, Tokens::plain(input, 0)))
        }
        Endpoint::Chat | Endpoint::Completions | Endpoint::Messages => {
            if !seen.stream && matches!(scene.ending, Ending::ErrorAfter(_)) {
                return Err(Refusal::ServerError);
            }
            let input = prefixes.classify(seen, seed, now_ms);
            let answer = answer::compose(seen, &scene, input, mood.output_tokens, seed, now_ms / 1000);
            pace(&mut scene, mood, &answer, seen.stream);
            Ok(if seen.stream { stream(seen, &scene, &answer) } else { generated(seen, &scene, &answer) })
        }
    }
}

/// The reply that refuses.
pub(crate) fn refused(wire: Wire, refusal: &Refusal, request_id: &str) -> Reply {
    let (status, body) = refusal::render(wire, refusal, request_id);
    Reply { status, retry_after_s: refusal::retry_after_s(refusal), ..free(&body) }
}

/// The time a mood's speed takes for an answer: between the chunks of a stream, before the first byte of JSON.
fn pace(scene: &mut Scene, mood: &Mood, answer: &Answer, streamed: bool) {
    if mood.tokens_per_s <= 0.0 {
        return;
    }
    let writing_ms = answer.tokens.output as f64 * 1000.0 / mood.tokens_per_s;
    if streamed {
        scene.between_chunks_delay_ms = (writing_ms / answer.chunks as f64) as u64;
    } else {
        scene.first_byte_delay_ms += writing_ms as u64;
    }
}

fn generated(seen: &Seen, scene: &Scene, answer: &Answer) -> Reply {
    let usage = !scene.hide_usage;
    let body = match seen.endpoint {
        Endpoint::Messages => anthropic::message(answer, usage),
        Endpoint::Completions => openai::completion(answer, usage),
        _ => openai::chat(answer, usage, scene.show_reasoning),
    };
    whole(&body, scene, answer.tokens)
}

fn stream(seen: &Seen, scene: &Scene, answer: &Answer) -> Reply {
    let asked = !scene.hide_usage && (seen.include_usage || seen.wire == Wire::Anthropic);
    let (frames, error) = match seen.endpoint {
        Endpoint::Messages => (anthropic::message_stream(answer, asked), anthropic::error_frame(0)),
        Endpoint::Completions => (openai::completion_stream(answer, asked), openai::error_frame(0)),
        _ => (openai::chat_stream(answer, asked, scene.show_reasoning), openai::error_frame(0)),
    };
    let mut steps = vec![Step::Wait(scene.first_byte_delay_ms)];
    steps.extend(steps::stream(&frames, scene, &error));
    Reply {
        status: 200,
        content_type: "text/event-stream; charset=utf-8",
        retry_after_s: None,
        length: None,
        steps,
        charge: Some(answer.tokens),
        streamed: true,
        reports_usage: asked,
    }
}

/// A charged JSON answer.
fn whole(body: &Value, scene: &Scene, charge: Tokens) -> Reply {
    let bytes = Bytes::from(body.to_string());
    let length = match &scene.ending {
        Ending::GarbageAfter(_, garbage) => garbage.len(),
        _ => bytes.len(),
    };
    let mut steps = vec![Step::Wait(scene.first_byte_delay_ms)];
    steps.extend(steps::whole(bytes, charge.output, &scene.ending));
    Reply { length: Some(length), steps, charge: Some(charge), reports_usage: !scene.hide_usage, ..free(&Value::Null) }
}

/// A JSON answer nobody is charged for.
fn free(body: &Value) -> Reply {
    let bytes = Bytes::from(body.to_string());
    Reply {
        status: 200,
        content_type: "application/json",
        retry_after_s: None,
        length: Some(bytes.len()),
        steps: vec![Step::Wait(0), Step::Write(bytes, 0)],
        charge: None,
        streamed: false,
        reports_usage: false,
    }
}

fn list(wire: Wire, models: &[String]) -> Value {
    let names: Vec<&str> =
        if models.is_empty() { MODELS.to_vec() } else { models.iter().map(String::as_str).collect() };
    let data: Vec<Value> = names.iter().map(|id| one_model(wire, id)).collect();
    match wire {
        Wire::OpenAi => json!({"object": "list", "data": data}),
        Wire::Anthropic => {
            json!({"data": data, "has_more": false, "first_id": names.first(), "last_id": names.last()})
        }
    }
}

fn one_model(wire: Wire, id: &str) -> Value {
    match wire {
        Wire::OpenAi => openai::model(id),
        Wire::Anthropic => anthropic::model(id),
    }
}
