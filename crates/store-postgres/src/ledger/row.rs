//! Rows of the ledger as columns of `usage_metrics`, many at once as arrays, and back, exactly.

use crate::cells::{At, Cells};
use crate::records::{Columns, Record};
use crate::rows::{Query, sql};
use domain::{ErrorCode, EventId, ProviderName, RouteName, TenantId, Timestamp, Token, UsageEvent};
use metering::LedgerRow;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgRecordEncoder;
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::sync::LazyLock;
use store::cells::Cells as _;
use store::error::Result;
use store::row::{EVENT, RATING, RatingColumns, attempts_json, usage_source};
use store::words::{count, opt_count};

/// What names a row.
pub(crate) type Key = (TenantId, Timestamp, EventId);

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
    store::row::read(&mut Cells::new(row))
}

/// A query for whole rows: what stands behind the WHERE.
pub(crate) fn select<'q>(rest: &str) -> Query<'q> {
    sql(format!("{} {rest}", *SELECT))
}
