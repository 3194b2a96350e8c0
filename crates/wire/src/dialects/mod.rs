//! What clients and upstreams speak. A dialect reads and writes `domain::chat`; no dialect knows another.
//!
//! What a translation drops because the other side has no word for it, always the same list:
//! - to Anthropic's wire: `frequency_penalty`, `presence_penalty`, `seed`, `store`, `metadata` (but `user_id`),
//!   `prediction`, `verbosity`, `prompt_cache_key`, `service_tier`, `image_url.detail`, message `name`s and
//!   `reasoning_content` of earlier turns (its signature is not known). System messages move to the front.
//! - to OpenAI's wire: `top_k`, `cache_control`, `citations`, `context_management`, `inference_geo`, `service_tier`,
//!   thinking of earlier turns, a `user_id` past 64 characters, and `strict` where OpenAI would refuse the schema.
//!   A last turn of the assistant (a prefill) is sent as a finished turn.
//! - to either: `temperature` and `top_p` for models that refuse them, thinking where it cannot go with the rest.
//!
//! What would change the answer's meaning is refused by name instead: `n` above 1, `logprobs`, `logit_bias`, audio,
//! `functions`, `web_search_options`, custom tools, server tools, `mcp_servers`, `container`, files by id.

mod anthropic;
mod openai;
mod refuse;
mod stops;

use crate::providers::Abilities;
use crate::sse::Event;
use crate::{Dialect, Endpoint};
use domain::Fault;
use domain::chat::{ChatEvent, ChatRequest, ChatResponse};
pub(crate) use stops::{anthropic_stop, openai_stop};
use stops::{anthropic_word, openai_word};

/// A dialect, read and written.
pub(crate) trait Speech: Sync {
    /// Reads a client's request.
    fn read_request(&self, endpoint: Endpoint, body: &[u8]) -> Result<ChatRequest, Fault>;
    /// Writes a request to an upstream.
    fn write_request(&self, request: &ChatRequest, target: &Target<'_>) -> Result<Vec<u8>, Fault>;
    /// Reads an upstream's whole answer.
    fn read_response(&self, body: &[u8]) -> Result<ChatResponse, Fault>;
    /// Writes a whole answer to a client.
    fn write_response(&self, response: &ChatResponse, shape: &Shape) -> Vec<u8>;
    /// Starts to read an upstream's stream.
    fn reader(&self) -> Box<dyn ReadStream>;
    /// Starts to write a stream to a client.
    fn writer(&self, shape: &Shape) -> Box<dyn WriteStream>;
}

/// Reads a stream event by event.
pub(crate) trait ReadStream: Send {
    /// Appends what an event means.
    fn read(&mut self, event: &Event<'_>, means: &mut Vec<ChatEvent>) -> Result<(), Fault>;
}

/// Writes a stream event by event.
pub(crate) trait WriteStream: Send {
    /// Appends the bytes that say it. What cannot be said yet is kept until it can.
    fn write(&mut self, event: ChatEvent, out: &mut Vec<u8>) -> Result<(), Fault>;
}

/// Whom a request is written for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// The model as the provider calls it.
    pub(crate) model: &'a str,
    /// What it can take.
    pub(crate) abilities: Abilities,
    /// Its output limit by the catalogue.
    pub(crate) max_output_tokens: Option<u64>,
    /// Whether a stream is to be asked for its usage.
    pub(crate) ask_usage: bool,
}

/// What shape the client expects its answer in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The endpoint it called.
    pub(crate) endpoint: Endpoint,
    /// Whether it asked for the usage chunk.
    pub(crate) include_usage: bool,
    /// Whether it asked for thinking: Anthropic's clients get thinking blocks only then.
    pub(crate) thinking: bool,
    /// Now, in seconds since 1970.
    pub(crate) now_unix_s: u64,
}

/// A dialect by its name.
pub(crate) fn speech(dialect: Dialect) -> &'static dyn Speech {
    match dialect {
        Dialect::OpenAi => &openai::OpenAi,
        Dialect::Anthropic => &anthropic::Anthropic,
    }
}

#[cfg(test)]
mod tests;
