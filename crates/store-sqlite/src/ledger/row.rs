//! A row of the ledger as columns of `usage_metrics`, and back, exactly.

use crate::cells::{Cells, count, json_of, opt_count, word_of};
use crate::failure::failed;
use domain::{
    Attempt, ErrorCode, EventId, KeyId, ModelName, ModelRef, Outcome, Pico, PriceId, ProviderName, RouteName,
    SessionId, TenantId, Token, Usage, UsageEvent, UsageSource, UserId,
};
use metering::{Baseline, Drivers, LedgerRow, Rating};
use rusqlite::{Row, Statement, params};
use serde::{Deserialize, Serialize};
use store::StoreError;
use store::error::Result;

/// The columns of an event, in the order in which they are written and read.
const EVENT: &str = "tenant_id, timestamp, event_id, user_id, session_id, provider, model, request_type, \
    input_uncached_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, \
    reasoning_tokens, latency_ms, succeeded, error_code, routing_strategy, alternative_provider, requested_model, route, \
    baseline_model, key_id, streamed, ttft_ms, usage_source, service_tier, routing_cost_pico, cache_hit, client_gone, \
    attempts, client, simulated";

/// The columns of its rating.
const RATING: &str = "cost_pico, unpriced, overhead_pico, price_id, baseline_pico, baseline_price_id, provenance, \
    no_estimate, savings_pico, saved_response_cache_pico, saved_provider_price_pico, saved_routing_pico, \
    saved_prompt_cache_pico, saved_classifier_pico, saved_failed_attempts_pico, saved_cold_cache_pico, earlier_attempts";

/// How many columns there are.
const WIDTH: usize = 33 + RATING_WIDTH;

/// How many of them are the rating's.
const RATING_WIDTH: usize = 17;

/// Inserts a row unless its event is there.
pub(crate) fn insert_sql() -> String {
    let marks = vec!["?"; WIDTH].join(", ");
    // Not `INSERT OR IGNORE`: that would also swallow rows that break a rule of the schema.
    format!("INSERT INTO usage_metrics ({EVENT}, {RATING}) VALUES ({marks}) ON CONFLICT DO NOTHING")
}

/// Reads whole rows; `rest` is the WHERE clause and what follows it.
pub(crate) fn select_sql(rest: &str) -> String {
    format!("SELECT {EVENT}, {RATING} FROM usage_metrics {rest}")
}

/// Writes a new rating over the one of (tenant, time, event), the statement's last three parameters.
pub(crate) fn rerate_sql() -> String {
    format!("UPDATE usage_metrics SET ({RATING}) = ({}) WHERE tenant_id = ? AND timestamp = ? AND event_id = ?", {
        vec!["?"; RATING_WIDTH].join(", ")
    })
}

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

/// A rating's columns.
struct RatingColumns {
    cost: Option<i64>,
    unpriced: Option<String>,
    price_id: Option<i64>,
    baseline: Option<i64>,
    baseline_price_id: Option<i64>,
    provenance: Option<String>,
    no_estimate: Option<String>,
    earlier: String,
}

fn rating_columns(rating: &Rating) -> Result<RatingColumns> {
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
    let price_id = rating.price_id.map(|id| id.0);
    let earlier = json_of(&rating.earlier)?;
    Ok(RatingColumns { cost, unpriced, price_id, baseline, baseline_price_id, provenance, no_estimate, earlier })
}

/// Inserts one row with a statement of [`insert_sql`]; says whether it was new.
pub(crate) fn insert(statement: &mut Statement<'_>, row: &LedgerRow) -> Result<bool> {
    let e = &row.event;
    let u = &e.usage;
    let attempts = json_of(&e.attempts.iter().map(StoredAttempt::from).collect::<Vec<_>>())?;
    let requested = e.requested_model.as_ref().map(ToString::to_string);
    let baseline_model = e.baseline.as_ref().map(ToString::to_string);
    let usage_source = match e.usage_source {
        UsageSource::Provider => "provider",
        UsageSource::Estimated => "estimated",
    };
    let r = rating_columns(&row.rating)?;
    let d = &row.rating.drivers;
    let changed = statement
        .execute(params![
            e.tenant_id.0.as_bytes(),
            e.timestamp.as_millis(),
            e.event_id.0.as_bytes(),
            e.user_id.as_ref().map(|id| id.0.as_bytes()),
            e.session_id.as_ref().map(|id| id.0.as_bytes()),
            e.provider.as_str(),
            e.model.as_str(),
            e.request_type.as_str(),
            count(u.input_uncached, "input_tokens")?,
            count(u.cache_read, "cache_read_tokens")?,
            count(u.cache_write_5m, "cache_write_5m_tokens")?,
            count(u.cache_write_1h, "cache_write_1h_tokens")?,
            count(u.output, "output_tokens")?,
            count(u.reasoning, "reasoning_tokens")?,
            count(e.latency_ms, "latency_ms")?,
            e.succeeded,
            e.error_code.as_ref().map(ErrorCode::as_str),
            e.routing_strategy.as_ref().map(Token::as_str),
            e.alternative_provider.as_ref().map(ProviderName::as_str),
            requested,
            e.route.as_ref().map(RouteName::as_str),
            baseline_model,
            e.key_id.as_ref().map(|id| id.0.as_bytes()),
            e.streamed,
            opt_count(e.ttft_ms, "ttft_ms")?,
            usage_source,
            e.service_tier.as_ref().map(Token::as_str),
            e.routing_cost.map(|cost| cost.0),
            e.cache_hit,
            e.client_gone,
            attempts,
            e.client.as_ref().map(Token::as_str),
            e.simulated,
            r.cost,
            r.unpriced,
            row.rating.overhead.0,
            r.price_id,
            r.baseline,
            r.baseline_price_id,
            r.provenance,
            r.no_estimate,
            row.rating.savings.map(|savings| savings.0),
            d.response_cache,
            d.provider_price,
            d.routing,
            d.prompt_cache,
            d.classifier,
            d.failed_attempts,
            d.cold_cache,
            r.earlier,
        ])
        .map_err(failed)?;
    Ok(changed == 1)
}

/// Writes a row's rating with a statement of [`rerate_sql`].
pub(crate) fn rerate(statement: &mut Statement<'_>, row: &LedgerRow) -> Result<()> {
    let r = rating_columns(&row.rating)?;
    let d = &row.rating.drivers;
    statement
        .execute(params![
            r.cost,
            r.unpriced,
            row.rating.overhead.0,
            r.price_id,
            r.baseline,
            r.baseline_price_id,
            r.provenance,
            r.no_estimate,
            row.rating.savings.map(|savings| savings.0),
            d.response_cache,
            d.provider_price,
            d.routing,
            d.prompt_cache,
            d.classifier,
            d.failed_attempts,
            d.cold_cache,
            r.earlier,
            row.event.tenant_id.0.as_bytes(),
            row.event.timestamp.as_millis(),
            row.event.event_id.0.as_bytes(),
        ])
        .map_err(failed)?;
    Ok(())
}

/// Reads a row of [`select_sql`].
pub(crate) fn read(row: &Row<'_>) -> Result<LedgerRow> {
    let mut cells = Cells::new(row);
    let event = read_event(&mut cells)?;
    let rating = read_rating(&mut cells)?;
    Ok(LedgerRow { event, rating })
}

fn read_event(c: &mut Cells<'_, '_>) -> Result<UsageEvent> {
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
        attempts: c.json::<Vec<StoredAttempt>>()?.into_iter().map(Attempt::from).collect(),
        client: c.opt_parsed()?,
        simulated: c.plain()?,
    })
}

fn read_rating(c: &mut Cells<'_, '_>) -> Result<Rating> {
    let torn = |what: &str| StoreError::Failed(format!("a row has neither {what} nor a reason: the file is damaged"));
    let (cost, unpriced) = (c.plain::<Option<i64>>()?, c.opt_word()?);
    let overhead = Pico(c.plain()?);
    let price_id = c.plain::<Option<i64>>()?.map(PriceId);
    let baseline_cost = c.plain::<Option<i64>>()?;
    let baseline_price = c.plain::<Option<i64>>()?;
    let provenance = c.opt_word()?;
    let no_estimate = c.opt_word()?;
    let cost = match cost {
        Some(cost) => Ok(Pico(cost)),
        None => Err(unpriced.ok_or_else(|| torn("a cost"))?),
    };
    let baseline = match (baseline_cost, baseline_price, provenance) {
        (Some(cost), Some(price_id), Some(provenance)) => {
            Baseline::Known { cost: Pico(cost), price_id: PriceId(price_id), provenance }
        }
        _ => Baseline::Unknown(no_estimate.ok_or_else(|| torn("a baseline"))?),
    };
    let savings = c.plain::<Option<i64>>()?.map(Pico);
    let drivers = Drivers {
        response_cache: c.plain()?,
        provider_price: c.plain()?,
        routing: c.plain()?,
        prompt_cache: c.plain()?,
        classifier: c.plain()?,
        failed_attempts: c.plain()?,
        cold_cache: c.plain()?,
    };
    let earlier = c.json()?;
    Ok(Rating { cost, overhead, price_id, baseline, savings, drivers, earlier })
}
