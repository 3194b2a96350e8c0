//! Tokens a request used, in classes that do not overlap.

use serde::{Deserialize, Serialize};

/// Tokens by class, each token in exactly one class except `reasoning`, which is a part of `output`.
///
/// OpenAI reports cached tokens inside its input figure, Anthropic beside it; adapters convert, so that here there is
/// one meaning only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
pub struct Usage {
    /// Input tokens that no prompt cache served or stored.
    pub input_uncached: u64,
    /// Input tokens read from a prompt cache.
    pub cache_read: u64,
    /// Input tokens written to a prompt cache that lives five minutes.
    pub cache_write_5m: u64,
    /// Input tokens written to a prompt cache that lives one hour.
    pub cache_write_1h: u64,
    /// Output tokens, reasoning included.
    pub output: u64,
    /// The part of `output` spent on reasoning.
    pub reasoning: u64,
}

impl Usage {
    /// All input tokens, cached parts included: the event's `input_tokens`.
    #[must_use]
    pub fn input_total(&self) -> u64 {
        self.input_uncached + self.cache_read + self.cache_write_5m + self.cache_write_1h
    }

    /// Every token of the request.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.input_total() + self.output
    }
}

impl std::ops::Add for Usage {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            input_uncached: self.input_uncached + other.input_uncached,
            cache_read: self.cache_read + other.cache_read,
            cache_write_5m: self.cache_write_5m + other.cache_write_5m,
            cache_write_1h: self.cache_write_1h + other.cache_write_1h,
            output: self.output + other.output,
            reasoning: self.reasoning + other.reasoning,
        }
    }
}

/// Where a usage figure comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UsageSource {
    /// The provider reported it, zeros included.
    Provider,
    /// The provider reported none; estimated from bytes.
    Estimated,
}
