//! OpenAI's own API.

use super::{Abilities, Provider, ThinkingForm};
use crate::Dialect;

/// What a model of OpenAI's can take in chat completions. Models that reason refuse sampling parameters; from gpt-5.1
/// on they refuse reasoning together with tools there ("use /v1/responses or set reasoning_effort to 'none'").
pub(super) fn abilities(model: &str) -> Abilities {
    let after_gpt = model.strip_prefix("gpt-");
    let generation = after_gpt.and_then(|rest| rest.bytes().next()).filter(u8::is_ascii_digit).unwrap_or(b'0');
    let o_series = model.starts_with('o') && model.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    let thinking = if o_series {
        ThinkingForm::Effort
    } else if generation < b'5' {
        ThinkingForm::None
    } else if after_gpt.is_some_and(|rest| rest == "5" || rest.starts_with("5-")) {
        ThinkingForm::Effort
    } else {
        ThinkingForm::EffortWithoutTools
    };
    Abilities { sampling: thinking == ThinkingForm::None, thinking, max_completion_tokens: true }
}

/// OpenAI.
#[derive(Debug)]
pub(super) struct OpenAi;

impl Provider for OpenAi {
    fn kind(&self) -> &'static str {
        "openai"
    }

    fn base_url(&self) -> Option<&'static str> {
        Some("https://api.openai.com/v1")
    }

    fn catalogue(&self) -> Option<&'static str> {
        Some("openai")
    }

    fn dialect(&self, _catalogue: &str) -> Dialect {
        Dialect::OpenAi
    }

    fn abilities(&self, _dialect: Dialect, model: &str) -> Abilities {
        abilities(model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasoning_models_are_told_apart() {
        for (model, thinking) in [
            ("gpt-4o", ThinkingForm::None),
            ("gpt-4.1-mini", ThinkingForm::None),
            ("o3", ThinkingForm::Effort),
            ("gpt-5-mini", ThinkingForm::Effort),
            ("gpt-5.4-mini", ThinkingForm::EffortWithoutTools),
            ("gpt-6.1-sol", ThinkingForm::EffortWithoutTools),
            ("omni-moderation", ThinkingForm::None),
        ] {
            let abilities = abilities(model);
            assert_eq!(abilities.thinking, thinking, "{model}");
            assert_eq!(abilities.sampling, thinking == ThinkingForm::None, "{model}");
        }
    }
}
