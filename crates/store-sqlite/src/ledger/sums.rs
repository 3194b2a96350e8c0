//! Tables of sums: adding to them, and reading them whole.

use crate::cells::{Cells, key_bytes};
use crate::failure::failed;
use domain::{KeyId, PriceId, RouteName, TenantId, Timestamp, Token, UserId};
use metering::{Dims, Grain};
use rusqlite::{Connection, Statement, params};
use std::collections::BTreeSet;
use store::cells::Cells as _;
use store::error::Result;
use store::figures::{self, COLUMNS, Figures, table};
use store::fold::Sums;

const KEY: &str = "tenant_id, start, provider, model, key_id, user_id, route, client, request_type, price_id, \
    baseline_price_id, simulated";
const KEY_WIDTH: usize = 12;

/// Adds sums to a grain's table.
///
/// # Errors
/// `Refused` when a sum leaves 64 bits: the columns are strict integers.
pub(crate) fn add(connection: &Connection, grain: Grain, sums: &Sums) -> Result<()> {
    let marks = vec!["?"; KEY_WIDTH + COLUMNS.len()].join(", ");
    let adding = COLUMNS.map(|column| format!("{column} = {column} + excluded.{column}")).join(", ");
    let sql = format!(
        "INSERT INTO {} ({KEY}, {}) VALUES ({marks}) ON CONFLICT ({KEY}) DO UPDATE SET {adding}",
        table(grain),
        COLUMNS.join(", ")
    );
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    for ((tenant, start, dims), figures) in sums {
        bind(&mut statement, *tenant, *start, dims, figures)?;
        statement.raw_execute().map_err(failed)?;
    }
    Ok(())
}

fn bind(
    statement: &mut Statement<'_>,
    tenant: TenantId,
    start: Timestamp,
    dims: &Dims,
    figures: &Figures,
) -> Result<()> {
    let mut at = 0;
    let mut put = |value: &dyn rusqlite::ToSql| {
        at += 1;
        statement.raw_bind_parameter(at, value).map_err(failed)
    };
    put(&tenant.0.as_bytes())?;
    put(&start.as_millis())?;
    put(&dims.provider.as_str())?;
    put(&dims.model.as_str())?;
    put(&key_bytes(dims.key_id.as_ref().map(|id| &id.0)))?;
    put(&key_bytes(dims.user_id.as_ref().map(|id| &id.0)))?;
    put(&dims.route.as_ref().map_or("", RouteName::as_str))?;
    put(&dims.client.as_ref().map_or("", Token::as_str))?;
    put(&dims.request_type.as_str())?;
    put(&dims.price_id.map_or(0, |id| id.0))?;
    put(&dims.baseline_price_id.map_or(0, |id| id.0))?;
    put(&dims.simulated)?;
    for figure in figures::to_columns(figures)? {
        put(&figure)?;
    }
    Ok(())
}

/// Reads one tenant's sums of a span from a grain's table.
pub(crate) fn read(
    connection: &Connection,
    grain: Grain,
    tenant: TenantId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Sums> {
    let sql = format!(
        "SELECT {KEY}, {} FROM {} WHERE tenant_id = ? AND start >= ? AND start < ?",
        COLUMNS.join(", "),
        table(grain)
    );
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut rows = statement.query(params![tenant.0.as_bytes(), from.as_millis(), to.as_millis()]).map_err(failed)?;
    let mut sums = Sums::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let mut cells = Cells::new(row);
        let key = (TenantId(cells.id()?), cells.time()?, read_dims(&mut cells)?);
        sums.insert(key, figures::read(&mut cells)?);
    }
    Ok(sums)
}

fn read_dims(cells: &mut Cells<'_, '_>) -> Result<Dims> {
    let price = |id: i64| (id != 0).then_some(PriceId(id));
    Ok(Dims {
        provider: cells.parsed()?,
        model: cells.parsed()?,
        key_id: cells.opt_id()?.map(KeyId),
        user_id: cells.opt_id()?.map(UserId),
        route: cells.opt_parsed()?,
        client: cells.opt_parsed()?,
        request_type: cells.word()?,
        price_id: price(cells.plain()?),
        baseline_price_id: price(cells.plain()?),
        simulated: cells.plain()?,
    })
}

/// Deletes one tenant's sums of a span.
pub(crate) fn remove(
    connection: &Connection,
    grain: Grain,
    tenant: TenantId,
    from: Timestamp,
    to: Timestamp,
) -> Result<()> {
    let sql = format!("DELETE FROM {} WHERE tenant_id = ? AND start >= ? AND start < ?", table(grain));
    crate::rows::change(connection, &sql, params![tenant.0.as_bytes(), from.as_millis(), to.as_millis()])?;
    Ok(())
}

/// Deletes sums that came to nothing in these buckets: what a re-price took away whole leaves no trace, as if it had
/// never been there.
pub(crate) fn remove_empty(connection: &Connection, grain: Grain, sums: &Sums) -> Result<()> {
    let empty = COLUMNS.map(|column| format!("{column} = 0")).join(" AND ");
    let sql = format!("DELETE FROM {} WHERE tenant_id = ? AND start = ? AND {empty}", table(grain));
    let buckets: BTreeSet<(TenantId, Timestamp)> = sums.keys().map(|(tenant, start, _)| (*tenant, *start)).collect();
    for (tenant, start) in buckets {
        crate::rows::change(connection, &sql, params![tenant.0.as_bytes(), start.as_millis()])?;
    }
    Ok(())
}
