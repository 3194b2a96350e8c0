//! Any server that speaks OpenAI's wire: vLLM, Ollama, OpenRouter, LM Studio and so on.

use super::{Abilities, Provider, ThinkingForm};
use crate::Dialect;

/// A server that speaks OpenAI's wire. Its models are not known, so what the caller asks is passed on, in the older
/// names that every such server knows.
#[derive(Debug)]
pub(super) struct OpenAiCompatible;

impl Provider for OpenAiCompatible {
    fn kind(&self) -> &'static str {
        "openai-compatible"
    }

    fn base_url(&self) -> Option<&'static str> {
        None
    }

    fn catalogue(&self) -> Option<&'static str> {
        None
    }

    fn dialect(&self, _catalogue: &str) -> Dialect {
        Dialect::OpenAi
    }

    fn needs_key(&self) -> bool {
        false
    }

    fn abilities(&self, _dialect: Dialect, _model: &str) -> Abilities {
        Abilities { sampling: true, thinking: ThinkingForm::Effort, max_completion_tokens: false }
    }
}
