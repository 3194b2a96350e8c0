//! A row of the ledger as columns of `usage_metrics`, and back, exactly.

use crate::cells::Cells;
use crate::failure::failed;
use domain::{ErrorCode, ProviderName, RouteName, Token};
use metering::LedgerRow;
use rusqlite::{Row, Statement, params};
use store::error::Result;
use store::row::{EVENT, RATING, RatingColumns, attempts_json, usage_source};
use store::words::{count, opt_count};

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

/// Inserts one row with a statement of [`insert_sql`]; says whether it was new.
pub(crate) fn insert(statement: &mut Statement<'_>, row: &LedgerRow) -> Result<bool> {
    let e = &row.event;
    let u = &e.usage;
    let attempts = attempts_json(&e.attempts)?;
    let requested = e.requested_model.as_ref().map(ToString::to_string);
    let baseline_model = e.baseline.as_ref().map(ToString::to_string);
    let r = RatingColumns::of(&row.rating)?;
    let d = &r.drivers;
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
            usage_source(e.usage_source),
            e.service_tier.as_ref().map(Token::as_str),
            e.routing_cost.map(|cost| cost.0),
            e.cache_hit,
            e.client_gone,
            attempts,
            e.client.as_ref().map(Token::as_str),
            e.simulated,
            r.cost,
            r.unpriced,
            r.overhead,
            r.price_id,
            r.baseline,
            r.baseline_price_id,
            r.provenance,
            r.no_estimate,
            r.savings,
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
    let r = RatingColumns::of(&row.rating)?;
    let d = &r.drivers;
    statement
        .execute(params![
            r.cost,
            r.unpriced,
            r.overhead,
            r.price_id,
            r.baseline,
            r.baseline_price_id,
            r.provenance,
            r.no_estimate,
            r.savings,
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
    store::row::read(&mut Cells::new(row))
}
