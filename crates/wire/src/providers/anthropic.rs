//! Anthropic's own API.

use super::{Abilities, Provider, ThinkingForm};
use crate::Dialect;

/// The `anthropic-version` of a request whose client named none, translated ones included: the one that still takes
/// `temperature` for the models that do.
pub const DEFAULT_VERSION: &str = "2023-06-01";

/// Models of before adaptive thinking (docs of Opus 4.6, February 2026): asked by budget. Dated names included.
const BY_BUDGET: [&str; 11] = [
    "claude-2",
    "claude-3",
    "claude-instant",
    "claude-opus-4-0",
    "claude-opus-4-1",
    "claude-opus-4-2",
    "claude-opus-4-5",
    "claude-sonnet-4-0",
    "claude-sonnet-4-2",
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
];

/// Models with adaptive thinking that still take `temperature` and do not know the effort `xhigh`.
const OF_4_6: [&str; 2] = ["claude-opus-4-6", "claude-sonnet-4-6"];

/// What a Claude can take. Models after 4.6 refuse sampling parameters and thinking budgets; a name that is not known
/// is taken for one of them.
pub(super) fn abilities(model: &str) -> Abilities {
    let is = |names: &[&str]| names.iter().any(|name| model.starts_with(name));
    let (sampling, thinking) = if is(&BY_BUDGET) {
        (true, ThinkingForm::Budget)
    } else if is(&OF_4_6) {
        (true, ThinkingForm::Adaptive)
    } else {
        (false, ThinkingForm::AdaptiveXHigh)
    };
    Abilities { sampling, thinking, max_completion_tokens: false }
}

/// Anthropic.
#[derive(Debug)]
pub(super) struct Anthropic;

impl Provider for Anthropic {
    fn kind(&self) -> &'static str {
        "anthropic"
    }

    fn base_url(&self) -> Option<&'static str> {
        Some("https://api.anthropic.com")
    }

    fn catalogue(&self) -> Option<&'static str> {
        Some("anthropic")
    }

    fn dialect(&self, _catalogue: &str) -> Dialect {
        Dialect::Anthropic
    }

    fn abilities(&self, _dialect: Dialect, model: &str) -> Abilities {
        abilities(model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn model_lines_take_what_they_take() {
        for (model, sampling, thinking) in [
            ("claude-haiku-4-5-20251001", true, ThinkingForm::Budget),
            ("claude-sonnet-4-20250514", true, ThinkingForm::Budget),
            ("claude-opus-4-6", true, ThinkingForm::Adaptive),
            ("claude-opus-4-8", false, ThinkingForm::AdaptiveXHigh),
            ("claude-fable-5", false, ThinkingForm::AdaptiveXHigh),
        ] {
            let abilities = abilities(model);
            assert_eq!((abilities.sampling, abilities.thinking), (sampling, thinking), "{model}");
        }
    }
}
