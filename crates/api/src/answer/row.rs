//! One row of the ledger: the usage event's fields by their own names, with its money and where that comes from.

use super::{Driver, Moment, Tokens, Usd};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One request. Holds no word of what was asked or answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EventRow {
    /// Names the request; equals the `x-tollkeeper-request-id` header.
    pub event_id: Uuid,
    /// Whose it is.
    pub tenant_id: Uuid,
    /// Who sent it.
    pub user_id: Option<Uuid>,
    /// The conversation it belongs to.
    pub session_id: Option<Uuid>,
    /// When the gateway admitted it.
    pub timestamp: Moment,
    /// Who answered, or was asked last.
    pub provider: String,
    /// The model that answered, or was asked last.
    pub model: String,
    /// `completion`, `chat` or `embedding`.
    pub request_type: String,
    /// All input, cached parts included, of the final attempt.
    pub input_tokens: u64,
    /// All output of the final attempt, reasoning included.
    pub output_tokens: u64,
    /// From admission to the end.
    pub latency_ms: u64,
    /// Whether the provider gave a complete answer.
    pub succeeded: bool,
    /// Why not.
    pub error_code: Option<String>,
    /// How the candidate was chosen; `direct` for a model named by the client.
    pub routing_strategy: Option<String>,
    /// The provider of the best planned candidate that was not used.
    pub alternative_provider: Option<String>,
    /// The model the client named, as `provider/model`; null when it named a route.
    pub requested_model: Option<String>,
    /// The route the client named.
    pub route: Option<String>,
    /// The provider that savings are measured against.
    pub baseline_provider: Option<String>,
    /// The model that savings are measured against.
    pub baseline_model: Option<String>,
    /// The API key used.
    pub key_id: Option<Uuid>,
    /// Whether the answer was a stream.
    pub streamed: Option<bool>,
    /// From admission to the first byte of content.
    pub ttft_ms: Option<u64>,
    /// Input read from a prompt cache.
    pub cache_read_tokens: u64,
    /// Input written to a prompt cache of five minutes.
    pub cache_write_5m_tokens: u64,
    /// Input written to a prompt cache of one hour.
    pub cache_write_1h_tokens: u64,
    /// Output spent on reasoning.
    pub reasoning_tokens: u64,
    /// `provider` or `estimated`.
    pub usage_source: String,
    /// The provider's service tier.
    pub service_tier: Option<String>,
    /// What choosing the candidate itself cost.
    pub routing_cost_usd: Option<Usd>,
    /// Whether a response cache answered.
    pub cache_hit: bool,
    /// Whether the client left before the end.
    pub client_gone: bool,
    /// Every try, in order.
    pub attempts: Vec<AttemptRow>,
    /// The client program.
    pub client: Option<String>,
    /// Whether a sandbox answered: such figures are made up.
    pub simulated: bool,
    /// All attempts plus routing; null when it is not known.
    pub cost_usd: Option<Usd>,
    /// Why the cost is not known: `no_price`, `class_unpriced`, `out_of_range`.
    pub unpriced_reason: Option<String>,
    /// The part of the cost that bought no answer.
    pub overhead_usd: Usd,
    /// The row of the price list behind the cost.
    pub price_id: Option<i64>,
    /// What it would have cost on its baseline.
    pub baseline_cost_usd: Option<Usd>,
    /// The row of the price list behind the baseline's cost.
    pub baseline_price_id: Option<i64>,
    /// `baseline_cost_usd - cost_usd`, signed; null without an estimate.
    pub savings_usd: Option<Usd>,
    /// `measured` or `modelled`; null without an estimate.
    pub savings_provenance: Option<String>,
    /// Why there is no estimate: `failed`, `no_baseline`, `unpriced`, `baseline_unpriced`.
    pub no_estimate_reason: Option<String>,
    /// The savings by cause, those that are not 0, in the ledger's order.
    pub drivers: Vec<Driver>,
}

/// One try at one candidate.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AttemptRow {
    /// Who was asked.
    pub provider: String,
    /// For which model.
    pub model: String,
    /// From sending to the end.
    pub latency_ms: u64,
    /// From sending to the first byte of content.
    pub ttft_ms: Option<u64>,
    /// `ok` or `error`.
    pub outcome: String,
    /// Why it failed.
    pub error_code: Option<String>,
    /// What it used.
    pub tokens: Tokens,
    /// `provider` or `estimated`; null when nothing was used or billed.
    pub usage_source: Option<String>,
}
