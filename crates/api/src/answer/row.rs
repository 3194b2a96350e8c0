//! One row of the ledger: the usage event's fields by their own names, with its money and where that comes from.

use super::{Coverage, Driver, Moment, Usd, figures};
use domain::{Attempt, PicoSum, UsageSource};
use metering::{Baseline, LedgerRow, NoEstimate};
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
    /// All input, cached parts included.
    pub input_tokens: u64,
    /// All output, reasoning included.
    pub output_tokens: u64,
    /// Input read from a prompt cache.
    pub cache_read_tokens: u64,
    /// Input written to a prompt cache of five minutes.
    pub cache_write_5m_tokens: u64,
    /// Input written to a prompt cache of one hour.
    pub cache_write_1h_tokens: u64,
    /// The part of the output spent on reasoning.
    pub reasoning_tokens: u64,
    /// `provider` or `estimated`; null when nothing was used or billed.
    pub usage_source: Option<String>,
}

/// The word that a value stands for in JSON.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

impl From<&LedgerRow> for EventRow {
    fn from(row: &LedgerRow) -> Self {
        let (event, rating) = (&row.event, &row.rating);
        let text = |name: &dyn std::fmt::Display| name.to_string();
        let (baseline_price_id, provenance, no_estimate) = match &rating.baseline {
            Baseline::Known { price_id, provenance, .. } => (Some(price_id.0), Some(word(provenance)), None),
            Baseline::Unknown(reason) => (None, None, Some(word(reason))),
        };
        let parts = &rating.drivers;
        let amounts = [
            parts.response_cache,
            parts.provider_price,
            parts.routing,
            parts.prompt_cache,
            parts.classifier,
            parts.failed_attempts,
            parts.cold_cache,
        ];
        let mut drivers = figures::list(amounts.map(|amount| PicoSum(amount.into())));
        drivers.retain(|driver| driver.amount_usd.0 != PicoSum(0));
        Self {
            event_id: event.event_id.0,
            tenant_id: event.tenant_id.0,
            user_id: event.user_id.map(|id| id.0),
            session_id: event.session_id.map(|id| id.0),
            timestamp: event.timestamp.into(),
            provider: text(&event.provider),
            model: text(&event.model),
            request_type: event.request_type.as_str().to_owned(),
            input_tokens: event.usage.input_total(),
            output_tokens: event.usage.output,
            latency_ms: event.latency_ms,
            succeeded: event.succeeded,
            error_code: event.error_code.as_ref().map(|code| text(code)),
            routing_strategy: event.routing_strategy.as_ref().map(|name| text(name)),
            alternative_provider: event.alternative_provider.as_ref().map(|name| text(name)),
            requested_model: event.requested_model.as_ref().map(|model| text(model)),
            route: event.route.as_ref().map(|name| text(name)),
            baseline_provider: event.baseline.as_ref().map(|model| text(&model.provider)),
            baseline_model: event.baseline.as_ref().map(|model| text(&model.model)),
            key_id: event.key_id.map(|id| id.0),
            streamed: event.streamed,
            ttft_ms: event.ttft_ms,
            cache_read_tokens: event.usage.cache_read,
            cache_write_5m_tokens: event.usage.cache_write_5m,
            cache_write_1h_tokens: event.usage.cache_write_1h,
            reasoning_tokens: event.usage.reasoning,
            usage_source: word(&event.usage_source),
            service_tier: event.service_tier.as_ref().map(|tier| text(tier)),
            routing_cost_usd: event.routing_cost.map(Usd::from),
            cache_hit: event.cache_hit,
            client_gone: event.client_gone,
            attempts: event.attempts.iter().map(AttemptRow::from).collect(),
            client: event.client.as_ref().map(|name| text(name)),
            simulated: event.simulated,
            cost_usd: rating.cost.ok().map(Usd::from),
            unpriced_reason: rating.cost.err().map(|reason| word(&reason)),
            overhead_usd: rating.overhead.into(),
            price_id: rating.price_id.map(|id| id.0),
            baseline_cost_usd: row.baseline_cost().map(Usd::from),
            baseline_price_id,
            savings_usd: rating.savings.map(Usd::from),
            savings_provenance: provenance,
            no_estimate_reason: no_estimate,
            drivers,
        }
    }
}

impl From<&Attempt> for AttemptRow {
    fn from(attempt: &Attempt) -> Self {
        Self {
            provider: attempt.target.provider.to_string(),
            model: attempt.target.model.to_string(),
            latency_ms: attempt.latency_ms,
            ttft_ms: attempt.ttft_ms,
            outcome: word(&attempt.outcome),
            error_code: attempt.error_code.as_ref().map(ToString::to_string),
            input_tokens: attempt.usage.input_total(),
            output_tokens: attempt.usage.output,
            cache_read_tokens: attempt.usage.cache_read,
            cache_write_5m_tokens: attempt.usage.cache_write_5m,
            cache_write_1h_tokens: attempt.usage.cache_write_1h,
            reasoning_tokens: attempt.usage.reasoning,
            usage_source: attempt.usage_source.as_ref().map(word),
        }
    }
}

impl Coverage {
    /// What these rows know.
    #[must_use]
    pub fn of_rows(rows: &[LedgerRow]) -> Self {
        let mut coverage = Self { requests: rows.len() as u64, ..Self::default() };
        for row in rows {
            *(if row.rating.cost.is_ok() { &mut coverage.priced } else { &mut coverage.unpriced }) += 1;
            coverage.estimated += u64::from(row.event.usage_source == UsageSource::Estimated);
            *match row.rating.baseline {
                Baseline::Known { .. } => &mut coverage.with_baseline,
                Baseline::Unknown(NoEstimate::Failed) => &mut coverage.no_estimate.failed,
                Baseline::Unknown(NoEstimate::NoBaseline) => &mut coverage.no_estimate.no_baseline,
                Baseline::Unknown(NoEstimate::Unpriced | NoEstimate::BaselineUnpriced) => {
                    &mut coverage.no_estimate.unpriced
                }
            } += 1;
        }
        coverage
    }
}
