//! Whom we call. A provider kind is one file and one line in [`ALL`].

mod anthropic;
mod openai;
mod openai_compatible;
mod sandbox;

use crate::{Dialect, Endpoint};
use domain::{Fault, Secret};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;

pub use anthropic::DEFAULT_VERSION as DEFAULT_ANTHROPIC_VERSION;

/// Every kind of provider there is.
pub const ALL: &[&dyn Provider] =
    &[&openai::OpenAi, &anthropic::Anthropic, &openai_compatible::OpenAiCompatible, &sandbox::Sandbox];

/// The kind with this name, as it stands in the configuration's `kind`.
#[must_use]
pub fn find(kind: &str) -> Option<&'static dyn Provider> {
    ALL.iter().copied().find(|provider| provider.kind() == kind)
}

/// What a model of a provider can take, as far as a translation must know it. Same-dialect requests are never changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Abilities {
    /// Takes `temperature` and `top_p`.
    pub sampling: bool,
    /// How it is asked to think.
    pub thinking: ThinkingForm,
    /// OpenAI's wire: calls the output limit `max_completion_tokens`, not `max_tokens`.
    pub max_completion_tokens: bool,
}

/// How a model is asked to think.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ThinkingForm {
    /// Anthropic: `thinking.budget_tokens`.
    Budget,
    /// Anthropic: `thinking.type = adaptive` with `output_config.effort`, `xhigh` excepted.
    Adaptive,
    /// Anthropic: the same, `xhigh` included.
    AdaptiveXHigh,
    /// OpenAI: `reasoning_effort`.
    Effort,
    /// OpenAI: `reasoning_effort`, which must be `none` when the request has tools.
    EffortWithoutTools,
    /// It does not think.
    None,
}

/// A kind of provider: what is particular to it. What it shares with others lies in its dialect.
pub trait Provider: Send + Sync + fmt::Debug {
    /// Its name in the configuration.
    fn kind(&self) -> &'static str;

    /// Where it is, as its own SDK has it; `None` if the configuration must say.
    fn base_url(&self) -> Option<&'static str>;

    /// Whose prices and limits apply unless the configuration says; `None` if it must say or stays unpriced.
    fn catalogue(&self) -> Option<&'static str>;

    /// Whose words it speaks. Only a sandbox looks at the catalogue.
    fn dialect(&self, catalogue: &str) -> Dialect;

    /// Whether it cannot be called without a key.
    fn needs_key(&self) -> bool {
        true
    }

    /// Whether it is made up: all that comes from it is labelled so.
    fn simulated(&self) -> bool {
        false
    }

    /// Whether it is expected to know `stream_options.include_usage`. One that refuses it all the same is found out by
    /// [`crate::is_refusal_of_stream_options`].
    fn knows_usage_request(&self) -> bool {
        true
    }

    /// What a model of it can take.
    fn abilities(&self, dialect: Dialect, model: &str) -> Abilities;
}

/// A provider as configured: its kind, and the dialect that follows from its catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Upstream {
    /// Its kind.
    pub provider: &'static dyn Provider,
    /// Whose words it speaks.
    pub dialect: Dialect,
}

/// Why a header could not be made of a configured key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the key holds a character that no header can carry: check for a line break or a space at its end")]
pub struct BadKey;

impl Upstream {
    /// A provider of this kind with the prices of this catalogue.
    #[must_use]
    pub fn new(provider: &'static dyn Provider, catalogue: &str) -> Self {
        Self { provider, dialect: provider.dialect(catalogue) }
    }

    /// Whether it can serve this endpoint, translated or not. Anthropic's wire has no embeddings; token counts across
    /// dialects and model lists are answered without it.
    #[must_use]
    pub fn supports(&self, endpoint: Endpoint) -> bool {
        self.path(endpoint).is_some()
    }

    /// The path after the base URL. OpenAI's base URLs end in `/v1`, Anthropic's do not.
    #[must_use]
    pub fn path(&self, endpoint: Endpoint) -> Option<&'static str> {
        match (self.dialect, endpoint) {
            (Dialect::OpenAi, Endpoint::ChatCompletions | Endpoint::Messages) => Some("/chat/completions"),
            (Dialect::OpenAi, Endpoint::Completions) => Some("/completions"),
            (Dialect::OpenAi, Endpoint::Embeddings) => Some("/embeddings"),
            (Dialect::Anthropic, Endpoint::Messages | Endpoint::ChatCompletions | Endpoint::Completions) => {
                Some("/v1/messages")
            }
            (Dialect::Anthropic, Endpoint::CountTokens) => Some("/v1/messages/count_tokens"),
            (Dialect::OpenAi, Endpoint::CountTokens)
            | (Dialect::Anthropic, Endpoint::Embeddings)
            | (_, Endpoint::Models(_)) => None,
        }
    }

    /// Puts the key where this wire wants it: `authorization: Bearer`, or `x-api-key`.
    ///
    /// # Errors
    /// A key that no header can carry.
    pub fn authorize(&self, key: &Secret, headers: &mut HeaderMap) -> Result<(), BadKey> {
        let (name, text) = match self.dialect {
            Dialect::OpenAi => (http::header::AUTHORIZATION, format!("Bearer {}", key.expose())),
            Dialect::Anthropic => (HeaderName::from_static("x-api-key"), key.expose().to_owned()),
        };
        let mut value = HeaderValue::from_str(&text).map_err(|_| BadKey)?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok(())
    }

    /// What an answer with an error status means.
    #[must_use]
    pub fn classify(&self, status: u16, headers: &HeaderMap, body: &[u8]) -> Fault {
        crate::errors::classify(status, headers, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_name_and_speak_their_wire() {
        for provider in ALL {
            assert_eq!(find(provider.kind()).map(Provider::kind), Some(provider.kind()));
        }
        assert!(find("gemini").is_none());
        let sandbox = find("sandbox").expect("there");
        assert!(sandbox.simulated() && !sandbox.needs_key());
        assert_eq!(Upstream::new(sandbox, "anthropic").dialect, Dialect::Anthropic);
        assert_eq!(Upstream::new(sandbox, "openai").dialect, Dialect::OpenAi);
    }

    #[test]
    fn what_a_wire_lacks_it_does_not_support() {
        let anthropic = Upstream::new(&anthropic::Anthropic, "anthropic");
        let openai = Upstream::new(&openai::OpenAi, "openai");
        assert!(!anthropic.supports(Endpoint::Embeddings) && openai.supports(Endpoint::Embeddings));
        assert!(anthropic.supports(Endpoint::CountTokens) && !openai.supports(Endpoint::CountTokens));
        assert_eq!(anthropic.path(Endpoint::ChatCompletions), Some("/v1/messages"));
        assert_eq!(openai.path(Endpoint::Messages), Some("/chat/completions"));
    }

    #[test]
    fn keys_go_where_the_wire_wants_them() {
        let mut headers = HeaderMap::new();
        let upstream = Upstream::new(&openai::OpenAi, "openai");
        upstream.authorize(&Secret::new("sk-1"), &mut headers).expect("valid");
        assert_eq!(headers["authorization"], "Bearer sk-1");
        assert!(headers["authorization"].is_sensitive());
        Upstream::new(&anthropic::Anthropic, "").authorize(&Secret::new("sk-2"), &mut headers).expect("valid");
        assert_eq!(headers["x-api-key"], "sk-2");
        assert_eq!(upstream.authorize(&Secret::new("a\nb"), &mut headers), Err(BadKey));
    }
}
