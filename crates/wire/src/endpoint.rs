//! Which question a path asks, and in whose words.

use domain::RequestType;

/// Whose words a client or an upstream speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Dialect {
    /// OpenAI's: chat completions, completions, embeddings.
    OpenAi,
    /// Anthropic's: messages.
    Anthropic,
}

/// A data plane endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Endpoint {
    /// `POST /v1/chat/completions`.
    ChatCompletions,
    /// `POST /v1/completions`, fill in the middle included.
    Completions,
    /// `POST /v1/embeddings`.
    Embeddings,
    /// `GET /v1/models`, in the caller's dialect.
    Models(Dialect),
    /// `POST /v1/messages`.
    Messages,
    /// `POST /v1/messages/count_tokens`.
    CountTokens,
}

impl Endpoint {
    /// The endpoint of a path, with or without `/v1` and a trailing slash. `anthropic_headers` says whether the request
    /// carries `anthropic-version`: the model list has one path and two shapes. `None` for any other path.
    #[must_use]
    pub fn from_path(path: &str, anthropic_headers: bool) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let path = match path.strip_prefix("/v1") {
            Some(rest) if rest.starts_with('/') => rest,
            _ => path,
        };
        Some(match path {
            "/chat/completions" => Self::ChatCompletions,
            "/completions" => Self::Completions,
            "/embeddings" => Self::Embeddings,
            "/models" if anthropic_headers => Self::Models(Dialect::Anthropic),
            "/models" => Self::Models(Dialect::OpenAi),
            "/messages" => Self::Messages,
            "/messages/count_tokens" => Self::CountTokens,
            _ => return None,
        })
    }

    /// Whose words the caller speaks here.
    #[must_use]
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::ChatCompletions | Self::Completions | Self::Embeddings => Dialect::OpenAi,
            Self::Messages | Self::CountTokens => Dialect::Anthropic,
            Self::Models(dialect) => dialect,
        }
    }

    /// What stands in the usage event; `None` where there is none (model lists and token counts).
    #[must_use]
    pub const fn request_type(self) -> Option<RequestType> {
        match self {
            Self::ChatCompletions | Self::Messages => Some(RequestType::Chat),
            Self::Completions => Some(RequestType::Completion),
            Self::Embeddings => Some(RequestType::Embedding),
            Self::Models(_) | Self::CountTokens => None,
        }
    }

    /// Whether a body with a `model` is expected (`POST`); the model list has none (`GET`).
    #[must_use]
    pub const fn has_body(self) -> bool {
        !matches!(self, Self::Models(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_known_with_and_without_the_version() {
        for (path, endpoint) in [
            ("/v1/chat/completions", Endpoint::ChatCompletions),
            ("/chat/completions", Endpoint::ChatCompletions),
            ("/v1/completions/", Endpoint::Completions),
            ("/embeddings", Endpoint::Embeddings),
            ("/messages", Endpoint::Messages),
            ("/v1/messages/count_tokens", Endpoint::CountTokens),
            ("/v1/models", Endpoint::Models(Dialect::OpenAi)),
        ] {
            assert_eq!(Endpoint::from_path(path, false), Some(endpoint), "{path}");
        }
        assert_eq!(Endpoint::from_path("/v1/models", true), Some(Endpoint::Models(Dialect::Anthropic)));
        for path in ["", "/", "/v1", "/v1messages", "/v2/messages", "/v1/v1/messages", "/v1/responses", "/messages/x"] {
            assert_eq!(Endpoint::from_path(path, false), None, "{path}");
        }
    }
}
