//! How providers did: counts and histograms an hour, merged in Rust.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::failed;
use crate::filters::{Clause, texts};
use crate::ledger::row::{arrays, names};
use crate::rows::{self, Query};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{Histogram, PerfDims, PerfMeasures};
use sqlx::PgConnection;
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use store::error::Result;
use store::fold::{HOUR_MS, Performance};
use store::performance::{PerformancePoint, PerformanceQuery, PerformanceRepo};
use store::tenants::zone;
use store::words::count;
use store::{StoreError, TenantScope};

/// What names an hour of a provider's model.
type Key = (TenantId, Timestamp, PerfDims);

const KEY: &[(&str, &str)] = &[("tenant_id", "uuid"), ("hour", "timestamptz"), ("provider", "text"), ("model", "text")];

const FIGURES: &[(&str, &str)] = &[
    ("attempts", "bigint"),
    ("succeeded", "bigint"),
    ("failed_client", "bigint"),
    ("failed_other", "bigint"),
    ("rate_limited", "bigint"),
    ("timed_out", "bigint"),
    ("output_tokens", "bigint"),
    ("latency_ms", "bytea"),
    ("ttft_ms", "bytea"),
    ("tokens_per_s_x10", "bytea"),
];

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let all = || KEY.iter().chain(FIGURES);
    format!(
        "INSERT INTO provider_performance ({}) SELECT * FROM UNNEST({}) ON CONFLICT DO NOTHING
         RETURNING tenant_id, hour, provider, model",
        names(all()),
        arrays(all(), 1)
    )
});

static LOCK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {key}, {figures} FROM provider_performance
         WHERE (tenant_id, hour, provider, model) IN (SELECT * FROM UNNEST({arrays}))
         ORDER BY tenant_id, hour, provider, model FOR UPDATE",
        key = names(KEY),
        figures = names(FIGURES),
        arrays = arrays(KEY, 1)
    )
});

static UPDATE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE provider_performance p SET ({figures}) = ROW (n.{of})
         FROM UNNEST({arrays}) AS n ({key}, {figures})
         WHERE p.tenant_id = n.tenant_id AND p.hour = n.hour AND p.provider = n.provider AND p.model = n.model",
        figures = names(FIGURES),
        of = names(FIGURES).replace(", ", ", n."),
        key = names(KEY),
        arrays = arrays(KEY.iter().chain(FIGURES), 1)
    )
});

static REMOVE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "DELETE FROM provider_performance
         WHERE (tenant_id, hour, provider, model) IN (SELECT * FROM UNNEST({}))",
        arrays(KEY, 1)
    )
});

fn histogram(cells: &mut Cells<'_>) -> Result<Histogram> {
    Histogram::from_bytes(cells.plain()?)
        .map_err(|_| StoreError::Failed("a histogram has a layout that no version writes: the table is damaged".into()))
}

fn read(row: &PgRow) -> Result<(Key, PerfMeasures)> {
    let mut cells = Cells::new(row);
    let key = read_key_cells(&mut cells)?;
    let measures = PerfMeasures {
        attempts: cells.u64()?,
        succeeded: cells.u64()?,
        failed_client: cells.u64()?,
        failed_other: cells.u64()?,
        rate_limited: cells.u64()?,
        timed_out: cells.u64()?,
        output_tokens: cells.u64()?,
        latency_ms: histogram(&mut cells)?,
        ttft_ms: histogram(&mut cells)?,
        tokens_per_s_x10: histogram(&mut cells)?,
    };
    Ok((key, measures))
}

fn read_key_cells(cells: &mut Cells<'_>) -> Result<Key> {
    let (tenant, hour) = (TenantId(cells.id()?), cells.time()?);
    Ok((tenant, hour, PerfDims { provider: cells.parsed()?, model: cells.parsed()? }))
}

fn read_key(row: &PgRow) -> Result<Key> {
    read_key_cells(&mut Cells::new(row))
}

fn bind_keys<'q>(query: Query<'q>, keys: &[&Key]) -> Query<'q> {
    query
        .bind(keys.iter().map(|(tenant, ..)| tenant.0).bind_iter())
        .bind(keys.iter().map(|(_, hour, _)| At(*hour)).bind_iter())
        .bind(keys.iter().map(|(.., dims)| dims.provider.as_str()).bind_iter())
        .bind(keys.iter().map(|(.., dims)| dims.model.as_str()).bind_iter())
}

/// Binds hours with all their figures.
fn bind<'q>(query: Query<'q>, hours: &[(&Key, &PerfMeasures)]) -> Result<Query<'q>> {
    let counts = hours
        .iter()
        .map(|(_, sum)| {
            Ok([
                count(sum.attempts, "attempts")?,
                count(sum.succeeded, "succeeded")?,
                count(sum.failed_client, "failed_client")?,
                count(sum.failed_other, "failed_other")?,
                count(sum.rate_limited, "rate_limited")?,
                count(sum.timed_out, "timed_out")?,
                count(sum.output_tokens, "output_tokens")?,
            ])
        })
        .collect::<Result<Vec<_>>>()?;
    let mut query = bind_keys(query, &hours.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    for at in 0..7 {
        query = query.bind(counts.iter().map(move |counts| counts[at]).bind_iter());
    }
    Ok(query
        .bind(hours.iter().map(|(_, sum)| sum.latency_ms.to_bytes()).bind_iter())
        .bind(hours.iter().map(|(_, sum)| sum.ttft_ms.to_bytes()).bind_iter())
        .bind(hours.iter().map(|(_, sum)| sum.tokens_per_s_x10.to_bytes()).bind_iter()))
}

/// Adds to the stored hours, all of them sorted by key, so that two batches wait for each other instead of for good.
pub(crate) async fn add(connection: &mut PgConnection, hours: &Performance) -> Result<()> {
    if hours.is_empty() {
        return Ok(());
    }
    let query = bind(sqlx::query(INSERT.as_str()), &hours.iter().collect::<Vec<_>>())?;
    let inserted: BTreeSet<Key> = rows::all(connection, query, read_key).await?.into_iter().collect();
    let old: Vec<&Key> = hours.keys().filter(|key| !inserted.contains(*key)).collect();
    if old.is_empty() {
        return Ok(());
    }
    let mut sums = locked(connection, &old).await?;
    for (key, sum) in &mut sums {
        if let Some(added) = hours.get(key) {
            sum.merge(added);
        }
    }
    put(connection, &sums).await
}

/// Puts what hours should say in the place of what they were seen to say, whatever batches have added since.
///
/// # Errors
/// `Failed` where an hour has lost what was seen in it: it is to be looked at again.
pub(crate) async fn change(connection: &mut PgConnection, said: &Performance, seen: &Performance) -> Result<()> {
    let differs = |key: &&Key| said.get(*key) != seen.get(*key);
    let keys: BTreeSet<&Key> = said.keys().chain(seen.keys()).filter(differs).collect();
    // A row for each, so that there is something to hold.
    let nothing = PerfMeasures::default();
    let empty: Vec<_> = keys.iter().map(|key| (*key, &nothing)).collect();
    rows::change(connection, bind(sqlx::query(INSERT.as_str()), &empty)?).await?;
    let keys: Vec<&Key> = keys.into_iter().collect();
    let mut hours = locked(connection, &keys).await?;
    for (key, sum) in &mut hours {
        let mut whole = sum.clone();
        whole.merge(said.get(key).unwrap_or(&nothing));
        *sum = whole.without(seen.get(key).unwrap_or(&nothing)).ok_or_else(|| {
            StoreError::Failed("an hour's performance lost what was seen in it: it is looked at again".into())
        })?;
    }
    put(connection, &hours).await?;
    let gone: Vec<&Key> = hours.iter().filter(|(_, sum)| sum.attempts == 0).map(|(key, _)| key).collect();
    rows::change(connection, bind_keys(sqlx::query(REMOVE.as_str()), &gone)).await?;
    Ok(())
}

/// The stored hours of these keys, held until the transaction ends.
async fn locked(connection: &mut PgConnection, keys: &[&Key]) -> Result<Performance> {
    let query = bind_keys(sqlx::query(LOCK.as_str()), keys);
    Ok(rows::all(connection, query, read).await?.into_iter().collect())
}

/// Writes whole hours over those that are there.
async fn put(connection: &mut PgConnection, hours: &Performance) -> Result<()> {
    let query = bind(sqlx::query(UPDATE.as_str()), &hours.iter().collect::<Vec<_>>())?;
    query.execute(connection).await.map_err(failed)?;
    Ok(())
}

/// One tenant's hours of a span.
pub(crate) async fn read_span(
    connection: &mut PgConnection,
    tenant: TenantId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Performance> {
    let mut clause = Clause::of(tenant);
    clause.span("hour", from, to);
    read_where(connection, clause).await
}

async fn read_where(connection: &mut PgConnection, clause: Clause) -> Result<Performance> {
    static SELECT: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {}, {} FROM provider_performance", names(KEY), names(FIGURES)));
    Ok(rows::all(connection, clause.query(&SELECT, ""), read).await?.into_iter().collect())
}

#[async_trait]
impl PerformanceRepo for PgStore {
    async fn series(&self, scope: TenantScope, query: &PerformanceQuery) -> Result<Vec<PerformancePoint>> {
        let zone = zone(&query.zone)?;
        let mut clause = Clause::of(scope.tenant_id());
        clause.span("hour", query.from.floor_to(HOUR_MS), query.to);
        clause.one_of("provider", texts(&query.providers));
        let mut session = self.figures(scope).await?;
        let hours = read_where(&mut session, clause).await?;
        session.commit().await?;
        Ok(store::performance::points(hours, query, &zone))
    }
}
