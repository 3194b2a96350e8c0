//! What is known of a candidate and of the request, before anything is sent.

use crate::complexity::{Class, Features};
use domain::{ModelRef, Pico, RequestType};

/// What a model can do. `None` means that nobody said: it is assumed to be able, and its provider has the last word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Supports {
    /// Chat in any dialect.
    pub chat: Option<bool>,
    /// Text completion, fill in the middle included.
    pub completion: Option<bool>,
    /// Embeddings.
    pub embedding: Option<bool>,
    /// Calling tools.
    pub tools: Option<bool>,
    /// Images in the prompt.
    pub vision: Option<bool>,
    /// Tokens that input and output may hold together.
    pub context_tokens: Option<u64>,
}

impl Supports {
    /// Whether it answers this kind of request.
    #[must_use]
    pub const fn endpoint(&self, request: RequestType) -> Option<bool> {
        match request {
            RequestType::Chat => self.chat,
            RequestType::Completion => self.completion,
            RequestType::Embedding => self.embedding,
        }
    }
}

/// One candidate of a route, with the facts that matter for this request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Who, and what.
    pub target: ModelRef,
    /// Its share under the `weighted` strategy; 0 means only when nothing else is left.
    pub weight: u32,
    /// What this request is expected to cost on it, from estimated tokens and the price in force; `None` when unpriced.
    pub expected_cost: Option<Pico>,
    /// What it can do.
    pub supports: Supports,
    /// Whether this tenant (or key) may use it.
    pub allowed: bool,
    /// The hardest class it should be given first; harder requests try it after the others. `None`: any.
    pub max_complexity: Option<Class>,
    /// Whether a sandbox answers.
    pub simulated: bool,
}

impl Candidate {
    /// A candidate nothing is known of: weight 1, unpriced, allowed.
    #[must_use]
    pub fn new(target: ModelRef) -> Self {
        Self {
            target,
            weight: 1,
            expected_cost: None,
            supports: Supports::default(),
            allowed: true,
            max_complexity: None,
            simulated: false,
        }
    }
}

/// What is known of the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestFacts {
    /// What kind of question.
    pub request_type: RequestType,
    /// Input tokens, estimated from bytes.
    pub estimated_input_tokens: u64,
    /// The most output tokens the client allows, where it said.
    pub max_output_tokens: Option<u64>,
    /// What the request holds.
    pub features: Features,
}
