//! Rows of the ledger as columns of `usage_metrics`, many at once as arrays, and back, exactly.

use crate::cells::{At, Cells};
use crate::rows::{Query, sql};
use domain::{
    ErrorCode, EventId, KeyId, ModelName, Pico, ProviderName, RouteName, SessionId, TenantId, Timestamp, Token, Usage,
    UsageEvent, UserId,
};
use metering::{Drivers, LedgerRow, Rating};
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::sync::LazyLock;
use store::error::Result;
use store::row::{RatingColumns, attempts_json, usage_source};
use store::words::{count, opt_count};

/// What names a row.
pub(crate) type Key = (TenantId, Timestamp, EventId);

/// The columns of an event with their types, in the order in which they are written and read.
const EVENT: &[(&str, &str)] = &[
    ("tenant_id", "uuid"),
    ("timestamp", "timestamptz"),
    ("event_id", "uuid"),
    ("user_id", "uuid"),
    ("session_id", "uuid"),
    ("provider", "text"),
    ("model", "text"),
    ("request_type", "text"),
    ("input_uncached_tokens", "bigint"),
    ("cache_read_tokens", "bigint"),
    ("cache_write_5m_tokens", "bigint"),
    ("cache_write_1h_tokens", "bigint"),
    ("output_tokens", "bigint"),
    ("reasoning_tokens", "bigint"),
    ("latency_ms", "bigint"),
    ("succeeded", "boolean"),
    ("error_code", "text"),
    ("routing_strategy", "text"),
    ("alternative_provider", "text"),
    ("requested_model", "text"),
    ("route", "text"),
    ("baseline_model", "text"),
    ("key_id", "uuid"),
    ("streamed", "boolean"),
    ("ttft_ms", "bigint"),
    ("usage_source", "text"),
    ("service_tier", "text"),
    ("routing_cost_pico", "bigint"),
    ("cache_hit", "boolean"),
    ("client_gone", "boolean"),
    ("attempts", "text"),
    ("client", "text"),
    ("simulated", "boolean"),
];

/// The columns of its rating.
const RATING: &[(&str, &str)] = &[
    ("cost_pico", "bigint"),
    ("unpriced", "text"),
    ("overhead_pico", "bigint"),
    ("price_id", "bigint"),
    ("baseline_pico", "bigint"),
    ("baseline_price_id", "bigint"),
    ("provenance", "text"),
    ("no_estimate", "text"),
    ("savings_pico", "bigint"),
    ("saved_response_cache_pico", "bigint"),
    ("saved_provider_price_pico", "bigint"),
    ("saved_routing_pico", "bigint"),
    ("saved_prompt_cache_pico", "bigint"),
    ("saved_classifier_pico", "bigint"),
    ("saved_failed_attempts_pico", "bigint"),
    ("saved_cold_cache_pico", "bigint"),
    ("earlier_attempts", "text"),
];

/// Names of columns, as a list.
pub(crate) fn names<'a>(columns: impl IntoIterator<Item = &'a (&'static str, &'static str)>) -> String {
    columns.into_iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// `$1::uuid[], $2::text[], …`: an array a column, the first parameter being number `from`.
pub(crate) fn arrays<'a>(columns: impl IntoIterator<Item = &'a (&'static str, &'static str)>, from: usize) -> String {
    let cast = |(at, (_, kind)): (usize, &(&str, &str))| format!("${}::{kind}[]", at + from);
    columns.into_iter().enumerate().map(cast).collect::<Vec<_>>().join(", ")
}

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let all = || EVENT.iter().chain(RATING);
    format!(
        "INSERT INTO usage_metrics ({}) SELECT * FROM UNNEST({}) ON CONFLICT DO NOTHING
         RETURNING tenant_id, timestamp, event_id",
        names(all()),
        arrays(all(), 1)
    )
});

static RERATE: LazyLock<String> = LazyLock::new(|| {
    // The bounds let the planner leave out the days that no row of the page is in.
    format!(
        "UPDATE usage_metrics u SET ({names}) = ROW (n.{of})
         FROM UNNEST($3::uuid[], $4::timestamptz[], $5::uuid[], {arrays}) AS n (tenant_id, timestamp, event_id, {names})
         WHERE u.tenant_id = n.tenant_id AND u.timestamp = n.timestamp AND u.event_id = n.event_id
           AND u.timestamp >= $1 AND u.timestamp <= $2",
        names = names(RATING),
        of = names(RATING).replace(", ", ", n."),
        arrays = arrays(RATING, 6)
    )
});

/// Reads whole rows: what comes before the WHERE clause.
pub(crate) static SELECT: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM usage_metrics", names(EVENT.iter().chain(RATING))));

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
    let each = || rows.iter();
    let count = |at: usize| rows.iter().map(move |row| row.counts[at]).bind_iter();
    let query = sqlx::query(INSERT.as_str())
        .bind(each().map(|row| row.event.tenant_id.0).bind_iter())
        .bind(each().map(|row| At(row.event.timestamp)).bind_iter())
        .bind(each().map(|row| row.event.event_id.0).bind_iter())
        .bind(each().map(|row| row.event.user_id.map(|id| id.0)).bind_iter())
        .bind(each().map(|row| row.event.session_id.map(|id| id.0)).bind_iter())
        .bind(each().map(|row| row.event.provider.as_str()).bind_iter())
        .bind(each().map(|row| row.event.model.as_str()).bind_iter())
        .bind(each().map(|row| row.event.request_type.as_str()).bind_iter())
        .bind(count(0))
        .bind(count(1))
        .bind(count(2))
        .bind(count(3))
        .bind(count(4))
        .bind(count(5))
        .bind(count(6))
        .bind(each().map(|row| row.event.succeeded).bind_iter())
        .bind(each().map(|row| row.event.error_code.as_ref().map(ErrorCode::as_str)).bind_iter())
        .bind(each().map(|row| row.event.routing_strategy.as_ref().map(Token::as_str)).bind_iter())
        .bind(each().map(|row| row.event.alternative_provider.as_ref().map(ProviderName::as_str)).bind_iter())
        .bind(each().map(|row| row.requested.as_deref()).bind_iter())
        .bind(each().map(|row| row.event.route.as_ref().map(RouteName::as_str)).bind_iter())
        .bind(each().map(|row| row.baseline_model.as_deref()).bind_iter())
        .bind(each().map(|row| row.event.key_id.map(|id| id.0)).bind_iter())
        .bind(each().map(|row| row.event.streamed).bind_iter())
        .bind(each().map(|row| row.ttft_ms).bind_iter())
        .bind(each().map(|row| usage_source(row.event.usage_source)).bind_iter())
        .bind(each().map(|row| row.event.service_tier.as_ref().map(Token::as_str)).bind_iter())
        .bind(each().map(|row| row.event.routing_cost.map(|cost| cost.0)).bind_iter())
        .bind(each().map(|row| row.event.cache_hit).bind_iter())
        .bind(each().map(|row| row.event.client_gone).bind_iter())
        .bind(each().map(|row| row.attempts.as_str()).bind_iter())
        .bind(each().map(|row| row.event.client.as_ref().map(Token::as_str)).bind_iter())
        .bind(each().map(|row| row.event.simulated).bind_iter());
    let ratings: Vec<_> = rows.iter().map(|row| &row.rating).collect();
    Ok(bind_ratings(query, &ratings))
}

/// Writes new ratings over those of rows that are there.
///
/// # Errors
/// `Failed` where a reason has no word: a defect.
pub(crate) fn rerate(rows: &[&LedgerRow]) -> Result<Query<'static>> {
    let times = || rows.iter().map(|row| row.event.timestamp);
    let query = sqlx::query(RERATE.as_str())
        .bind(times().min().map(At))
        .bind(times().max().map(At))
        .bind(rows.iter().map(|row| row.event.tenant_id.0).bind_iter())
        .bind(times().map(At).bind_iter())
        .bind(rows.iter().map(|row| row.event.event_id.0).bind_iter());
    let ratings = rows.iter().map(|row| RatingColumns::of(&row.rating)).collect::<Result<Vec<_>>>()?;
    Ok(bind_ratings(query, &ratings.iter().collect::<Vec<_>>()))
}

fn bind_ratings<'q>(query: Query<'q>, ratings: &[&RatingColumns]) -> Query<'q> {
    let each = || ratings.iter();
    query
        .bind(each().map(|r| r.cost).bind_iter())
        .bind(each().map(|r| r.unpriced.as_deref()).bind_iter())
        .bind(each().map(|r| r.overhead).bind_iter())
        .bind(each().map(|r| r.price_id).bind_iter())
        .bind(each().map(|r| r.baseline).bind_iter())
        .bind(each().map(|r| r.baseline_price_id).bind_iter())
        .bind(each().map(|r| r.provenance.as_deref()).bind_iter())
        .bind(each().map(|r| r.no_estimate.as_deref()).bind_iter())
        .bind(each().map(|r| r.savings).bind_iter())
        .bind(each().map(|r| r.drivers.response_cache).bind_iter())
        .bind(each().map(|r| r.drivers.provider_price).bind_iter())
        .bind(each().map(|r| r.drivers.routing).bind_iter())
        .bind(each().map(|r| r.drivers.prompt_cache).bind_iter())
        .bind(each().map(|r| r.drivers.classifier).bind_iter())
        .bind(each().map(|r| r.drivers.failed_attempts).bind_iter())
        .bind(each().map(|r| r.drivers.cold_cache).bind_iter())
        .bind(each().map(|r| r.earlier.as_str()).bind_iter())
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
