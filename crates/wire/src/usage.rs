//! Token figures as providers report them, and their one meaning in `domain::Usage`.
//!
//! Facts, from the providers' SDKs (November 2026): OpenAI's `prompt_tokens` hold the cached tokens, which
//! `prompt_tokens_details` lists again; Anthropic's `input_tokens` hold neither cache reads nor cache writes.
//! Reasoning is inside the output figure in both.

use domain::Usage;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Whether a provider's input figure already holds the tokens that its prompt cache served or stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InputFigure {
    /// Cached tokens are listed again beside it, as a part of it (OpenAI).
    IncludesCache,
    /// Cached tokens stand beside it and add to it (Anthropic).
    ExcludesCache,
}

impl InputFigure {
    /// Puts the classes so that each token is in one. A provider that reports more cached than all input tokens gets
    /// zero uncached ones, never a wrapped figure.
    #[must_use]
    pub fn classes(self, input: u64, cache_read: u64, cache_write_5m: u64, cache_write_1h: u64) -> Usage {
        let input_uncached = match self {
            Self::IncludesCache => {
                input.saturating_sub(cache_read).saturating_sub(cache_write_5m).saturating_sub(cache_write_1h)
            }
            Self::ExcludesCache => input,
        };
        Usage { input_uncached, cache_read, cache_write_5m, cache_write_1h, output: 0, reasoning: 0 }
    }
}

/// Reads a value that may be of a form not known as missing: an answer is not refused for an odd figure beside it.
pub(crate) fn lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw: Option<&'de RawValue> = Option::deserialize(deserializer)?;
    Ok(raw.and_then(|raw| serde_json::from_str(raw.get()).ok()))
}

/// OpenAI's usage object. `prompt_tokens` or `completion_tokens` missing or null means that nothing was reported.
#[derive(Deserialize, Clone, Debug, Default)]
pub(crate) struct OpenAiUsage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    prompt_tokens_details: Option<PromptDetails>,
    #[serde(default, deserialize_with = "lenient")]
    completion_tokens_details: Option<CompletionDetails>,
}

#[derive(Deserialize, Clone, Debug, Default)]
struct PromptDetails {
    cached_tokens: Option<u64>,
    /// OpenRouter and others report what was stored.
    cache_write_tokens: Option<u64>,
}

#[derive(Deserialize, Clone, Debug, Default)]
struct CompletionDetails {
    reasoning_tokens: Option<u64>,
}

impl OpenAiUsage {
    /// The figures in domain terms. Embeddings report no `completion_tokens`: that is zero output, not a gap.
    pub(crate) fn read(&self) -> Option<Usage> {
        let prompt = self.prompt_tokens?;
        let details = self.prompt_tokens_details.clone().unwrap_or_default();
        let classes = InputFigure::IncludesCache.classes(
            prompt,
            details.cached_tokens.unwrap_or(0).min(prompt),
            details.cache_write_tokens.unwrap_or(0).min(prompt),
            0,
        );
        let output = self.completion_tokens.unwrap_or(0);
        let reasoning = self
            .completion_tokens_details
            .as_ref()
            .and_then(|details| details.reasoning_tokens)
            .unwrap_or(0)
            .min(output);
        Some(Usage { output, reasoning, ..classes })
    }
}

/// Anthropic's usage object, of an answer, of `message_start` or of `message_delta`.
#[derive(Deserialize, Clone, Debug, Default)]
pub(crate) struct AnthropicUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    cache_creation: Option<CacheCreation>,
    #[serde(default, deserialize_with = "lenient")]
    output_tokens_details: Option<OutputDetails>,
    /// `standard`, `priority` or `batch`.
    #[serde(default, deserialize_with = "lenient")]
    pub(crate) service_tier: Option<String>,
}

#[derive(Deserialize, Clone, Debug, Default)]
struct CacheCreation {
    ephemeral_5m_input_tokens: Option<u64>,
    ephemeral_1h_input_tokens: Option<u64>,
}

#[derive(Deserialize, Clone, Debug, Default)]
struct OutputDetails {
    thinking_tokens: Option<u64>,
}

impl AnthropicUsage {
    /// Takes over what a later object of the same stream says. Figures are cumulative: the newer one holds.
    pub(crate) fn update(&mut self, later: Self) {
        fn newer<T>(old: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *old = new;
            }
        }
        newer(&mut self.input_tokens, later.input_tokens);
        newer(&mut self.output_tokens, later.output_tokens);
        newer(&mut self.cache_read_input_tokens, later.cache_read_input_tokens);
        newer(&mut self.cache_creation_input_tokens, later.cache_creation_input_tokens);
        newer(&mut self.cache_creation, later.cache_creation);
        newer(&mut self.output_tokens_details, later.output_tokens_details);
        newer(&mut self.service_tier, later.service_tier);
    }

    /// The figures in domain terms; `None` when neither input nor output was reported.
    ///
    /// The split by lifetime is used as far as it goes. What `cache_creation_input_tokens` holds beyond it counts as
    /// five minutes, the provider's default: a `message_delta` repeats the sum without the split.
    pub(crate) fn read(&self) -> Option<Usage> {
        if self.input_tokens.is_none() && self.output_tokens.is_none() {
            return None;
        }
        let split = self.cache_creation.clone().unwrap_or_default();
        let one_hour = split.ephemeral_1h_input_tokens.unwrap_or(0);
        let five_minutes = split.ephemeral_5m_input_tokens.unwrap_or(0);
        let written = self.cache_creation_input_tokens.unwrap_or(0).max(one_hour.saturating_add(five_minutes));
        let classes = InputFigure::ExcludesCache.classes(
            self.input_tokens.unwrap_or(0),
            self.cache_read_input_tokens.unwrap_or(0),
            written - one_hour,
            one_hour,
        );
        let output = self.output_tokens.unwrap_or(0);
        let reasoning =
            self.output_tokens_details.as_ref().and_then(|details| details.thinking_tokens).unwrap_or(0).min(output);
        Some(Usage { output, reasoning, ..classes })
    }
}

/// A tier's word as a token; anything else is not kept.
pub(crate) fn tier(word: Option<&str>) -> Option<domain::Token> {
    word.and_then(|word| domain::Token::new(word).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn openai(json: &str) -> Option<Usage> {
        serde_json::from_str::<OpenAiUsage>(json).expect("valid").read()
    }

    fn anthropic(json: &str) -> Option<Usage> {
        serde_json::from_str::<AnthropicUsage>(json).expect("valid").read()
    }

    #[test]
    fn cached_tokens_are_counted_once_in_both_meanings() {
        let inside = openai(
            r#"{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,
                "prompt_tokens_details":{"cached_tokens":60,"audio_tokens":null},
                "completion_tokens_details":{"reasoning_tokens":15}}"#,
        );
        let expected = Usage { input_uncached: 40, cache_read: 60, output: 20, reasoning: 15, ..Usage::default() };
        assert_eq!(inside, Some(expected));

        let beside = anthropic(
            r#"{"input_tokens":40,"cache_read_input_tokens":60,"cache_creation_input_tokens":30,
                "cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20},"output_tokens":20,
                "output_tokens_details":{"thinking_tokens":15}}"#,
        );
        assert_eq!(beside, Some(Usage { cache_write_5m: 10, cache_write_1h: 20, ..expected }));
    }

    #[test]
    fn zero_is_reported_and_null_is_missing() {
        assert_eq!(openai(r#"{"prompt_tokens":0,"completion_tokens":0}"#), Some(Usage::default()));
        assert_eq!(openai(r#"{"prompt_tokens":null}"#), None);
        assert_eq!(openai("{}"), None);
        assert_eq!(anthropic(r#"{"input_tokens":0,"output_tokens":0}"#), Some(Usage::default()));
        assert_eq!(anthropic("{}"), None);
    }

    #[test]
    fn odd_figures_are_missing_and_no_error() {
        #[derive(Deserialize)]
        struct Answer {
            #[serde(default, deserialize_with = "lenient")]
            usage: Option<OpenAiUsage>,
        }
        let usage =
            |json: &str| serde_json::from_str::<Answer>(json).expect("no error").usage.and_then(|usage| usage.read());
        assert_eq!(usage(r#"{"usage":{"prompt_tokens":-1}}"#), None);
        assert_eq!(usage(r#"{"usage":[]}"#), None);
        assert_eq!(usage("{}"), None);
        let odd = r#"{"usage":{"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":"none"}}"#;
        assert_eq!(usage(odd), Some(Usage { input_uncached: 1, output: 2, ..Usage::default() }));
    }

    #[test]
    fn more_cached_than_input_never_wraps() {
        let usage = openai(r#"{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":9}}"#);
        assert_eq!(usage.map(|usage| usage.input_total()), Some(5));
    }

    #[test]
    fn a_later_sum_without_split_keeps_the_split() {
        let mut usage: AnthropicUsage = serde_json::from_str(
            r#"{"input_tokens":4,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_1h_input_tokens":30},
                "output_tokens":1}"#,
        )
        .expect("valid");
        usage.update(serde_json::from_str(r#"{"cache_creation_input_tokens":30,"output_tokens":9}"#).expect("valid"));
        let expected = Usage { input_uncached: 4, cache_write_1h: 30, output: 9, ..Usage::default() };
        assert_eq!(usage.read(), Some(expected));
    }
}
