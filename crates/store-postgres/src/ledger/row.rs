//! Rows of the ledger as columns of `usage_metrics`, many at once as arrays, and back, exactly.

use crate::cells::{At, Cells};
use crate::records::{Columns, Record};
use crate::rows::{Query, sql};
use domain::{
    ErrorCode, EventId, KeyId, ModelName, Pico, ProviderName, RouteName, SessionId, TenantId, Timestamp, Token, Usage,
    UsageEvent, UserId,
};
use metering::{Drivers, LedgerRow, Rating};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgRecordEncoder;
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::sync::LazyLock;
use store::error::Result;
use store::row::{RatingColumns, attempts_json, usage_source};
use store::words::{count, opt_count};

/// What names a row.
pub(crate) type Key = (TenantId, Timestamp, EventId);

/// The columns of an event, in the order in which they are written (`usage_row_1`) and read.
const EVENT: &str = "tenant_id, timestamp, event_id, user_id, session_id, provider, model, request_type, input_uncached_tokens, \
    cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, latency_ms, \
    succeeded, error_code, routing_strategy, alternative_provider, requested_model, route, baseline_model, key_id, \
    streamed, ttft_ms, usage_source, service_tier, routing_cost_pico, cache_hit, client_gone, attempts, client, \
    simulated";

/// The columns of its rating.
const RATING: &str = "cost_pico, unpriced, overhead_pico, price_id, baseline_pico, baseline_price_id, provenance, no_estimate, \
    savings_pico, saved_response_cache_pico, saved_provider_price_pico, saved_routing_pico, \
    saved_prompt_cache_pico, saved_classifier_pico, saved_failed_attempts_pico, saved_cold_cache_pico, \
    earlier_attempts";

static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO usage_metrics ({EVENT}, {RATING}) SELECT * FROM UNNEST($1::usage_row_1[])
         ON CONFLICT DO NOTHING RETURNING tenant_id, timestamp, event_id"
    )
});

static RERATE: LazyLock<String> = LazyLock::new(|| {
    // The bounds let the planner leave out the days that no row of the page is in.
    format!(
        "UPDATE usage_metrics u SET ({RATING}) = ROW (n.{of}) FROM UNNEST($3::usage_row_1[]) AS n
         WHERE u.tenant_id = n.tenant_id AND u.timestamp = n.timestamp AND u.event_id = n.event_id
           AND u.timestamp >= $1 AND u.timestamp <= $2",
        of = RATING.replace(", ", ", n.")
    )
});

/// Reads whole rows: what comes before the WHERE clause.
pub(crate) static SELECT: LazyLock<String> = LazyLock::new(|| format!("SELECT {EVENT}, {RATING} FROM usage_metrics"));

/// A row's key.
pub(crate) fn key(row: &LedgerRow) -> Key {
    (row.event.tenant_id, row.event.timestamp, row.event.event_id)
}

/// Reads a key that the insert gives back.
pub(crate) fn read_key(row: &PgRow) -> Result<Key> {
    let mut cells = Cells::new(row);
    Ok((TenantId(cells.id()?), cells.time()?, EventId(cells.id()?)))
}

/// A row with what was worked out for its columns.
struct Written<'a> {
    event: &'a UsageEvent,
    /// Uncached, read, written for 5 minutes and for 1 hour, output, reasoning, latency.
    counts: [i64; 7],
    ttft_ms: Option<i64>,
    requested: Option<String>,
    baseline_model: Option<String>,
    attempts: String,
    rating: RatingColumns,
}

fn written(row: &LedgerRow) -> Result<Written<'_>> {
    let (event, usage) = (&row.event, &row.event.usage);
    Ok(Written {
        event,
        counts: [
            count(usage.input_uncached, "input_tokens")?,
            count(usage.cache_read, "cache_read_tokens")?,
            count(usage.cache_write_5m, "cache_write_5m_tokens")?,
            count(usage.cache_write_1h, "cache_write_1h_tokens")?,
            count(usage.output, "output_tokens")?,
            count(usage.reasoning, "reasoning_tokens")?,
            count(event.latency_ms, "latency_ms")?,
        ],
        ttft_ms: opt_count(event.ttft_ms, "ttft_ms")?,
        requested: event.requested_model.as_ref().map(ToString::to_string),
        baseline_model: event.baseline.as_ref().map(ToString::to_string),
        attempts: attempts_json(&event.attempts)?,
        rating: RatingColumns::of(&row.rating)?,
    })
}

/// Inserts rows unless they are there; gives back the keys of the new ones. The rows come in the order of their keys.
///
/// # Errors
/// `Refused` for a figure that no column holds.
pub(crate) fn insert(rows: &[&LedgerRow]) -> Result<Query<'static>> {
    let rows = rows.iter().map(|row| written(row)).collect::<Result<Vec<_>>>()?;
    Ok(sqlx::query(INSERT.as_str()).bind(rows.iter().map(Record).bind_iter()))
}

impl Columns for Written<'_> {
    const TYPE: &'static str = "usage_row_1";

    fn write(&self, record: &mut PgRecordEncoder<'_>) -> std::result::Result<(), BoxDynError> {
        let (event, rating) = (self.event, &self.rating);
        record
            .encode(event.tenant_id.0)?
            .encode(At(event.timestamp))?
            .encode(event.event_id.0)?
            .encode(event.user_id.map(|id| id.0))?
            .encode(event.session_id.map(|id| id.0))?
            .encode(event.provider.as_str())?
            .encode(event.model.as_str())?
            .encode(event.request_type.as_str())?;
        for count in self.counts {
            record.encode(count)?;
        }
        record
            .encode(event.succeeded)?
            .encode(event.error_code.as_ref().map(ErrorCode::as_str))?
            .encode(event.routing_strategy.as_ref().map(Token::as_str))?
            .encode(event.alternative_provider.as_ref().map(ProviderName::as_str))?
            .encode(self.requested.as_deref())?
            .encode(event.route.as_ref().map(RouteName::as_str))?
            .encode(self.baseline_model.as_deref())?
            .encode(event.key_id.map(|id| id.0))?
            .encode(event.streamed)?
            .encode(self.ttft_ms)?
            .encode(usage_source(event.usage_source))?
            .encode(event.service_tier.as_ref().map(Token::as_str))?
            .encode(event.routing_cost.map(|cost| cost.0))?
            .encode(event.cache_hit)?
            .encode(event.client_gone)?
            .encode(self.attempts.as_str())?
            .encode(event.client.as_ref().map(Token::as_str))?
            .encode(event.simulated)?
            .encode(rating.cost)?
            .encode(rating.unpriced.as_deref())?
            .encode(rating.overhead)?
            .encode(rating.price_id)?
            .encode(rating.baseline)?
            .encode(rating.baseline_price_id)?
            .encode(rating.provenance.as_deref())?
            .encode(rating.no_estimate.as_deref())?
            .encode(rating.savings)?
            .encode(rating.drivers.response_cache)?
            .encode(rating.drivers.provider_price)?
            .encode(rating.drivers.routing)?
            .encode(rating.drivers.prompt_cache)?
            .encode(rating.drivers.classifier)?
            .encode(rating.drivers.failed_attempts)?
            .encode(rating.drivers.cold_cache)?
            .encode(rating.earlier.as_str())?;
        Ok(())
    }
}

/// Writes new ratings over those of rows that are there.
///
/// # Errors
/// `Failed` where a reason has no word: a defect.
pub(crate) fn rerate(rows: &[&LedgerRow]) -> Result<Query<'static>> {
    let times = || rows.iter().map(|row| row.event.timestamp);
    let query = sqlx::query(RERATE.as_str()).bind(times().min().map(At)).bind(times().max().map(At));
    let rows = rows.iter().map(|row| written(row)).collect::<Result<Vec<_>>>()?;
    Ok(query.bind(rows.iter().map(Record).bind_iter()))
}

/// Reads a row of [`SELECT`].
pub(crate) fn read(row: &PgRow) -> Result<LedgerRow> {
    let mut cells = Cells::new(row);
    let event = read_event(&mut cells)?;
    let rating = read_rating(&mut cells)?;
    Ok(LedgerRow { event, rating })
}

fn read_event(c: &mut Cells<'_>) -> Result<UsageEvent> {
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

fn read_rating(c: &mut Cells<'_>) -> Result<Rating> {
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

/// A query for whole rows: what stands behind the WHERE.
pub(crate) fn select<'q>(rest: &str) -> Query<'q> {
    sql(format!("{} {rest}", *SELECT))
}
