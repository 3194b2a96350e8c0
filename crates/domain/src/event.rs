//! The usage event: one per admitted request, and all that is ever recorded of it. Its JSON form lives in `events`.

use crate::{
    ErrorCode, EventId, KeyId, ModelName, ModelRef, Pico, ProviderName, RouteName, SessionId, TenantId, Timestamp,
    Token, Usage, UsageSource, UserId,
};
use serde::{Deserialize, Serialize};

/// What kind of question was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RequestType {
    /// Text completion, fill in the middle included.
    Completion,
    /// Chat in any dialect.
    Chat,
    /// Embeddings.
    Embedding,
}

impl RequestType {
    /// The name as it stands in events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Completion => "completion",
            Self::Chat => "chat",
            Self::Embedding => "embedding",
        }
    }
}

impl std::str::FromStr for RequestType {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Completion, Self::Chat, Self::Embedding].into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The provider gave a complete answer.
    Ok,
    /// It did not; `error_code` says why.
    Error,
}

/// One try at one candidate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// Who was asked, for what.
    pub target: ModelRef,
    /// From sending to the end, in milliseconds.
    pub latency_ms: u64,
    /// From sending to the first byte of content, in milliseconds, where one came.
    pub ttft_ms: Option<u64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed; `None` when it did not.
    pub error_code: Option<ErrorCode>,
    /// What it used, as far as is known.
    pub usage: Usage,
    /// Where `usage` comes from; `None` when nothing was used or is billed (it never got an answer).
    pub usage_source: Option<UsageSource>,
}

/// One request, as it is published and stored. Holds no word of what was asked or answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsageEvent {
    /// Names the request; equals the `x-tollkeeper-request-id` header.
    pub event_id: EventId,
    /// Whose request it is.
    pub tenant_id: TenantId,
    /// Who sent it, where known.
    pub user_id: Option<UserId>,
    /// The conversation it belongs to, where known.
    pub session_id: Option<SessionId>,
    /// When the gateway admitted it. Never changes for an `event_id`.
    pub timestamp: Timestamp,
    /// Who answered, or was asked last.
    pub provider: ProviderName,
    /// The model that answered, or was asked last.
    pub model: ModelName,
    /// What kind of question.
    pub request_type: RequestType,
    /// The final attempt's tokens.
    pub usage: Usage,
    /// From admission to the end, in milliseconds.
    pub latency_ms: u64,
    /// Whether the provider gave a complete answer.
    pub succeeded: bool,
    /// Why not.
    pub error_code: Option<ErrorCode>,
    /// How the candidate was chosen: a strategy's name, or `direct` for a model named by the client.
    pub routing_strategy: Option<Token>,
    /// The provider of the best planned candidate that was not used.
    pub alternative_provider: Option<ProviderName>,
    /// The model the client named, resolved; `None` when it named a route.
    pub requested_model: Option<ModelRef>,
    /// The route the client named.
    pub route: Option<RouteName>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
    /// The API key used.
    pub key_id: Option<KeyId>,
    /// Whether the answer was a stream.
    pub streamed: Option<bool>,
    /// From admission to the first byte of content, in milliseconds.
    pub ttft_ms: Option<u64>,
    /// Where `usage` comes from. Events of other producers that do not say count as the provider's.
    pub usage_source: UsageSource,
    /// The provider's service tier, such as `priority`.
    pub service_tier: Option<Token>,
    /// What choosing the candidate itself cost.
    pub routing_cost: Option<Pico>,
    /// Whether a response cache answered.
    pub cache_hit: bool,
    /// Whether the client left before the end.
    pub client_gone: bool,
    /// Every try, in order. Empty in events of other producers.
    pub attempts: Vec<Attempt>,
    /// The first product token of the client's User-Agent.
    pub client: Option<Token>,
    /// Whether a sandbox answered: such figures are made up.
    pub simulated: bool,
}
