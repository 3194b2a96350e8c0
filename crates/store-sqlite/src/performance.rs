//! How providers did: counts and histograms an hour, merged in Rust.

use crate::cells::Cells;
use crate::failure::failed;
use crate::filters::Clause;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{Histogram, PerfDims, PerfMeasures};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use store::cells::Cells as _;
use store::error::Result;
use store::fold::{HOUR_MS, Performance};
use store::performance::{self, FIGURES, Gather, PerformancePoint, PerformanceQuery, PerformanceRepo};
use store::tenants::zone;
use store::words::count;
use store::{StoreError, TenantScope};

fn histogram(cells: &mut Cells<'_, '_>) -> Result<Histogram> {
    Histogram::from_bytes(cells.bytes()?)
        .map_err(|_| StoreError::Failed("a histogram has a layout that no version writes: the file is damaged".into()))
}

/// Adds to the stored hours.
pub(crate) fn add(connection: &Connection, hours: &Performance) -> Result<()> {
    let find = format!(
        "SELECT {FIGURES} FROM provider_performance WHERE tenant_id = ? AND hour = ? AND provider = ? AND model = ?"
    );
    let put = format!(
        "INSERT OR REPLACE INTO provider_performance (tenant_id, hour, provider, model, {FIGURES})
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    );
    for ((tenant, hour, dims), added) in hours {
        let (tenant, hour) = (tenant.0.as_bytes(), hour.as_millis());
        let (provider, model) = (dims.provider.as_str(), dims.model.as_str());
        let key = params![tenant, hour, provider, model];
        let mut sum = rows::first(connection, &find, key, |row| performance::read(&mut Cells::new(row), histogram))?
            .unwrap_or_default();
        sum.merge(added);
        rows::change(
            connection,
            &put,
            params![
                tenant,
                hour,
                provider,
                model,
                count(sum.attempts, "attempts")?,
                count(sum.succeeded, "succeeded")?,
                count(sum.failed_client, "failed_client")?,
                count(sum.failed_other, "failed_other")?,
                count(sum.rate_limited, "rate_limited")?,
                count(sum.timed_out, "timed_out")?,
                count(sum.output_tokens, "output_tokens")?,
                sum.latency_ms.to_bytes(),
                sum.ttft_ms.to_bytes(),
                sum.tokens_per_s_x10.to_bytes(),
            ],
        )?;
    }
    Ok(())
}

/// One tenant's hours of a span.
pub(crate) fn read(connection: &Connection, tenant: TenantId, from: Timestamp, to: Timestamp) -> Result<Performance> {
    let mut clause = Clause::of(tenant);
    clause.span("hour", from.as_millis(), to.as_millis());
    let mut hours = Performance::new();
    read_where(connection, clause, |hour, dims, measures| {
        hours.insert((tenant, hour, dims), measures);
    })?;
    Ok(hours)
}

/// Hands every hour to `take` as it is read.
fn read_where(
    connection: &Connection,
    clause: Clause,
    mut take: impl FnMut(Timestamp, PerfDims, PerfMeasures),
) -> Result<()> {
    let sql = format!("SELECT hour, provider, model, {FIGURES} FROM provider_performance {}", clause.sql);
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let mut found = statement.query(params_from_iter(clause.params)).map_err(failed)?;
    while let Some(row) = found.next().map_err(failed)? {
        let mut cells = Cells::new(row);
        let hour = cells.time()?;
        let dims = PerfDims { provider: cells.parsed()?, model: cells.parsed()? };
        take(hour, dims, performance::read(&mut cells, histogram)?);
    }
    Ok(())
}

/// Deletes one tenant's hours of a span.
pub(crate) fn remove(connection: &Connection, tenant: TenantId, from: Timestamp, to: Timestamp) -> Result<()> {
    let sql = "DELETE FROM provider_performance WHERE tenant_id = ? AND hour >= ? AND hour < ?";
    rows::change(connection, sql, params![tenant.0.as_bytes(), from.as_millis(), to.as_millis()])?;
    Ok(())
}

#[async_trait]
impl PerformanceRepo for SqliteStore {
    async fn series(&self, scope: TenantScope, query: &PerformanceQuery) -> Result<Vec<PerformancePoint>> {
        let query = query.clone();
        let zone = zone(&query.zone)?;
        self.read(move |transaction| {
            let mut clause = Clause::of(scope.tenant_id());
            let from = query.from.floor_to(HOUR_MS);
            clause.span("hour", from.as_millis(), query.to.as_millis());
            let providers = query.providers.iter().map(|name| Value::Text(name.as_str().to_owned())).collect();
            clause.one_of("provider", providers);
            let mut gather = Gather::new(&query, &zone);
            read_where(transaction, clause, |hour, dims, measures| gather.add(hour, dims, &measures))?;
            Ok(gather.points())
        })
        .await
    }
}
