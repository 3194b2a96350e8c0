//! A row of the ledger as columns of `usage_metrics`, for every backend: their names and order, how they are read, and both
//! ways, exactly, of the parts that are not plain columns: attempts as JSON, a rating with reasons as words.

use crate::StoreError;
use crate::cells::Cells;
use crate::error::Result;
use crate::words::{json_of, of_word, word_of};
use domain::{
    Attempt, ErrorCode, EventId, KeyId, ModelName, ModelRef, Outcome, Pico, PriceId, SessionId, TenantId, Usage,
    UsageEvent, UsageSource, UserId,
};
use metering::{Baseline, Drivers, LedgerRow, Rating};
use serde::{Deserialize, Serialize};

/// The columns of an event, in the order in which they are written and read.
pub const EVENT: &str = "tenant_id, timestamp, event_id, user_id, session_id, provider, model, request_type, \
    input_uncached_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, \
    reasoning_tokens, latency_ms, succeeded, error_code, routing_strategy, alternative_provider, requested_model, route, \
    baseline_model, key_id, streamed, ttft_ms, usage_source, service_tier, routing_cost_pico, cache_hit, client_gone, \
    attempts, client, simulated";

/// The columns of its rating.
pub const RATING: &str = "cost_pico, unpriced, overhead_pico, price_id, baseline_pico, baseline_price_id, provenance, \
    no_estimate, savings_pico, saved_response_cache_pico, saved_provider_price_pico, saved_routing_pico, \
    saved_prompt_cache_pico, saved_classifier_pico, saved_failed_attempts_pico, saved_cold_cache_pico, earlier_attempts";

/// An attempt as it stands in the `attempts` column: only known fields, so nothing else can get in.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredAttempt {
    target: ModelRef,
    latency_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttft_ms: Option<u64>,
    outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_code: Option<ErrorCode>,
    usage: Usage,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usage_source: Option<UsageSource>,
}

impl From<&Attempt> for StoredAttempt {
    fn from(attempt: &Attempt) -> Self {
        let Attempt { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source } = attempt.clone();
        Self { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source }
    }
}

impl From<StoredAttempt> for Attempt {
    fn from(stored: StoredAttempt) -> Self {
        let StoredAttempt { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source } = stored;
        Self { target, latency_ms, ttft_ms, outcome, error_code, usage, usage_source }
    }
}

/// Attempts as the text of their column.
///
/// # Errors
/// `Failed` where they have no JSON form: a defect.
pub fn attempts_json(attempts: &[Attempt]) -> Result<String> {
    json_of(&attempts.iter().map(StoredAttempt::from).collect::<Vec<_>>())
}

/// Attempts from the text of their column; `None` for what [`attempts_json`] never writes.
#[must_use]
pub fn attempts_of(json: &str) -> Option<Vec<Attempt>> {
    let stored: Vec<StoredAttempt> = serde_json::from_str(json).ok()?;
    Some(stored.into_iter().map(Attempt::from).collect())
}

/// The word of a source of usage.
#[must_use]
pub fn usage_source(source: UsageSource) -> &'static str {
    match source {
        UsageSource::Provider => "provider",
        UsageSource::Estimated => "estimated",
    }
}

/// A rating's columns, in the order of the tables; money in pico-dollars.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the columns of the same names")]
pub struct RatingColumns {
    pub cost: Option<i64>,
    pub unpriced: Option<String>,
    pub overhead: i64,
    pub price_id: Option<i64>,
    pub baseline: Option<i64>,
    pub baseline_price_id: Option<i64>,
    pub provenance: Option<String>,
    pub no_estimate: Option<String>,
    pub savings: Option<i64>,
    pub drivers: Drivers,
    pub earlier: String,
}

impl RatingColumns {
    /// The columns of a rating.
    ///
    /// # Errors
    /// `Failed` where a reason has no word: a defect.
    pub fn of(rating: &Rating) -> Result<Self> {
        let (cost, unpriced) = match &rating.cost {
            Ok(cost) => (Some(cost.0), None),
            Err(reason) => (None, Some(word_of(reason)?)),
        };
        let (baseline, baseline_price_id, provenance, no_estimate) = match &rating.baseline {
            Baseline::Known { cost, price_id, provenance } => {
                (Some(cost.0), Some(price_id.0), Some(word_of(provenance)?), None)
            }
            Baseline::Unknown(reason) => (None, None, None, Some(word_of(reason)?)),
        };
        Ok(Self {
            cost,
            unpriced,
            overhead: rating.overhead.0,
            price_id: rating.price_id.map(|id| id.0),
            baseline,
            baseline_price_id,
            provenance,
            no_estimate,
            savings: rating.savings.map(|savings| savings.0),
            drivers: rating.drivers,
            earlier: json_of(&rating.earlier)?,
        })
    }

    /// The rating of columns.
    ///
    /// # Errors
    /// `Failed` where a column holds what no version writes.
    pub fn rating(self) -> Result<Rating> {
        let torn = |what: &str| StoreError::Failed(format!("a row has neither {what} nor a reason: it is damaged"));
        let cost = match self.cost {
            Some(cost) => Ok(Pico(cost)),
            None => Err(self.unpriced.as_deref().and_then(of_word).ok_or_else(|| torn("a cost"))?),
        };
        let provenance = self.provenance.as_deref().and_then(of_word);
        let baseline = match (self.baseline, self.baseline_price_id, provenance) {
            (Some(cost), Some(price_id), Some(provenance)) => {
                Baseline::Known { cost: Pico(cost), price_id: PriceId(price_id), provenance }
            }
            _ => Baseline::Unknown(self.no_estimate.as_deref().and_then(of_word).ok_or_else(|| torn("a baseline"))?),
        };
        let earlier = serde_json::from_str(&self.earlier)
            .map_err(|_| StoreError::Failed("earlier_attempts holds what no version writes: it is damaged".into()))?;
        Ok(Rating {
            cost,
            overhead: Pico(self.overhead),
            price_id: self.price_id.map(PriceId),
            baseline,
            savings: self.savings.map(Pico),
            drivers: self.drivers,
            earlier,
        })
    }
}

/// Reads a row's [`EVENT`] and then its [`RATING`].
///
/// # Errors
/// `Failed` for what no version writes.
pub fn read<'a>(cells: &mut impl Cells<'a>) -> Result<LedgerRow> {
    let event = read_event(cells)?;
    let rating = read_rating(cells)?;
    Ok(LedgerRow { event, rating })
}

fn read_event<'a>(c: &mut impl Cells<'a>) -> Result<UsageEvent> {
    Ok(UsageEvent {
        tenant_id: TenantId(c.id()?),
        timestamp: c.time()?,
        event_id: EventId(c.id()?),
        user_id: c.opt_id()?.map(UserId),
        session_id: c.opt_id()?.map(SessionId),
        provider: c.parsed()?,
        model: c.parsed::<ModelName>()?,
        request_type: c.word()?,
        usage: Usage {
            input_uncached: c.u64()?,
            cache_read: c.u64()?,
            cache_write_5m: c.u64()?,
            cache_write_1h: c.u64()?,
            output: c.u64()?,
            reasoning: c.u64()?,
        },
        latency_ms: c.u64()?,
        succeeded: c.plain()?,
        error_code: c.opt_parsed()?,
        routing_strategy: c.opt_parsed()?,
        alternative_provider: c.opt_parsed()?,
        requested_model: c.opt_parsed()?,
        route: c.opt_parsed()?,
        baseline: c.opt_parsed()?,
        key_id: c.opt_id()?.map(KeyId),
        streamed: c.plain()?,
        ttft_ms: c.opt_u64()?,
        usage_source: c.word()?,
        service_tier: c.opt_parsed()?,
        routing_cost: c.plain::<Option<i64>>()?.map(Pico),
        cache_hit: c.plain()?,
        client_gone: c.plain()?,
        attempts: c.attempts()?,
        client: c.opt_parsed()?,
        simulated: c.plain()?,
    })
}

fn read_rating<'a>(c: &mut impl Cells<'a>) -> Result<Rating> {
    let columns = RatingColumns {
        cost: c.plain()?,
        unpriced: c.plain()?,
        overhead: c.plain()?,
        price_id: c.plain()?,
        baseline: c.plain()?,
        baseline_price_id: c.plain()?,
        provenance: c.plain()?,
        no_estimate: c.plain()?,
        savings: c.plain()?,
        drivers: Drivers {
            response_cache: c.plain()?,
            provider_price: c.plain()?,
            routing: c.plain()?,
            prompt_cache: c.plain()?,
            classifier: c.plain()?,
            failed_attempts: c.plain()?,
            cold_cache: c.plain()?,
        },
        earlier: c.plain()?,
    };
    columns.rating()
}
