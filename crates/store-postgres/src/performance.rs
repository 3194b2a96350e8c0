//! How providers did: counts and histograms an hour, merged in Rust.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::filters::{Clause, texts};
use crate::pieces::{merged, piece};
use crate::records::{Columns, Record};
use crate::rows::{self, Query};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use metering::{PerfDims, PerfMeasures};
use sqlx::PgConnection;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgRecordEncoder;
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::{HOUR_MS, Performance};
use store::performance::{self, FIGURES, Gather, PerformancePoint, PerformanceQuery, PerformanceRepo};
use store::tenants::zone;
use store::words::count;
use store::{StoreError, TenantScope};

/// What names an hour of a provider's model.
type Key = (TenantId, Timestamp, PerfDims);

/// The figures that are counts, in the same order.
const COUNTS: [&str; 7] =
    ["attempts", "succeeded", "failed_client", "failed_other", "rate_limited", "timed_out", "output_tokens"];

/// And those that are histograms.
const HISTOGRAMS: [&str; 3] = ["latency_ms", "ttft_ms", "tokens_per_s_x10"];

/// So many pieces are made one by the batch that added the last.
const MANY: u32 = 64;

static SELECT: LazyLock<String> =
    LazyLock::new(|| format!("SELECT tenant_id, hour, provider, model, {FIGURES} FROM provider_performance"));

/// Adds hours that are missing.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO provider_performance (tenant_id, hour, provider, model, {FIGURES}, pieces)
         SELECT *, 1 FROM UNNEST($1::performance_row_1[]) ON CONFLICT DO NOTHING"
    )
});

/// Adds to what is there, and gives back the keys that have gathered many pieces.
static ADD: LazyLock<String> = LazyLock::new(|| {
    let counts = COUNTS.map(|name| format!("{name} = p.{name} + excluded.{name}")).join(", ");
    let histograms = HISTOGRAMS.map(|name| format!("{name} = p.{name} || excluded.{name}")).join(", ");
    format!(
        "WITH added AS (
            INSERT INTO provider_performance AS p (tenant_id, hour, provider, model, {FIGURES}, pieces)
            SELECT *, 1 FROM UNNEST($1::performance_row_1[])
            ON CONFLICT (tenant_id, hour, provider, model)
            DO UPDATE SET {counts}, {histograms}, pieces = p.pieces + 1
            RETURNING tenant_id, hour, provider, model, pieces)
         SELECT tenant_id, hour, provider, model FROM added WHERE pieces >= {MANY}"
    )
});

/// Of some hours, those in pieces, held until the transaction ends; what somebody else holds is passed over.
static IN_PIECES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT p.tenant_id, p.hour, p.provider, p.model, p.{figures}
         FROM UNNEST($1::uuid[], $2::timestamptz[]) AS n (tenant_id, hour)
         JOIN provider_performance p ON p.tenant_id = n.tenant_id AND p.hour = n.hour
         WHERE p.pieces > 1 FOR UPDATE OF p SKIP LOCKED",
        figures = FIGURES.replace(", ", ", p.")
    )
});

static LOCK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT p.tenant_id, p.hour, p.provider, p.model, p.{figures}
         FROM UNNEST($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS n (tenant_id, hour, provider, model)
         JOIN provider_performance p ON {SAME}
         ORDER BY p.tenant_id, p.hour, p.provider, p.model FOR UPDATE OF p",
        figures = FIGURES.replace(", ", ", p.")
    )
});

static UPDATE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE provider_performance p SET ({FIGURES}, pieces) = ROW (n.{of}, 1) FROM UNNEST($1::performance_row_1[]) AS n
         WHERE {SAME}",
        of = FIGURES.replace(", ", ", n.")
    )
});

static REMOVE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "DELETE FROM provider_performance p
         USING UNNEST($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS n (tenant_id, hour, provider, model)
         WHERE {SAME}"
    )
});

/// That a stored hour and one that was sent have the same key.
const SAME: &str = "p.tenant_id = n.tenant_id AND p.hour = n.hour AND p.provider = n.provider AND p.model = n.model";

fn read(row: &PgRow) -> Result<(Key, PerfMeasures)> {
    let mut cells = Cells::new(row);
    let key = read_key_cells(&mut cells)?;
    let measures = performance::read(&mut cells, |cells| merged(cells.plain()?))?;
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

/// An hour as it is sent.
struct Written<'a> {
    key: &'a Key,
    counts: [i64; 7],
    histograms: [Vec<u8>; 3],
}

/// Hours with all their figures, as one array.
fn bind<'q>(query: Query<'q>, hours: &[(&Key, &PerfMeasures)]) -> Result<Query<'q>> {
    let written = hours
        .iter()
        .map(|(key, sum)| {
            let counts = [
                count(sum.attempts, "attempts")?,
                count(sum.succeeded, "succeeded")?,
                count(sum.failed_client, "failed_client")?,
                count(sum.failed_other, "failed_other")?,
                count(sum.rate_limited, "rate_limited")?,
                count(sum.timed_out, "timed_out")?,
                count(sum.output_tokens, "output_tokens")?,
            ];
            let histograms = [&sum.latency_ms, &sum.ttft_ms, &sum.tokens_per_s_x10].map(piece);
            Ok(Written { key, counts, histograms })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(query.bind(written.iter().map(Record).bind_iter()))
}

impl Columns for Written<'_> {
    const TYPE: &'static str = "performance_row_1";

    fn write(&self, record: &mut PgRecordEncoder<'_>) -> std::result::Result<(), BoxDynError> {
        let (tenant, hour, dims) = self.key;
        record.encode(tenant.0)?.encode(At(*hour))?.encode(dims.provider.as_str())?.encode(dims.model.as_str())?;
        for count in self.counts {
            record.encode(count)?;
        }
        for histogram in &self.histograms {
            record.encode(&histogram[..])?;
        }
        Ok(())
    }
}

/// Adds to the stored hours, all of them sorted by key, so that two batches wait for each other instead of for good.
pub(crate) async fn add(connection: &mut PgConnection, hours: &Performance) -> Result<()> {
    if hours.is_empty() {
        return Ok(());
    }
    let query = bind(sqlx::query(ADD.as_str()), &hours.iter().collect::<Vec<_>>())?;
    let many: BTreeSet<Key> = rows::all(connection, query, read_key).await?.into_iter().collect();
    if many.is_empty() {
        return Ok(());
    }
    let whole = locked(connection, &many.iter().collect::<Vec<_>>()).await?;
    put(connection, &whole).await
}

/// Makes one of the pieces of some hours' histograms, as far as no batch is at them.
pub(crate) async fn compact(connection: &mut PgConnection, hours: &[(TenantId, Timestamp)]) -> Result<()> {
    let query = sqlx::query(IN_PIECES.as_str())
        .bind(hours.iter().map(|(tenant, _)| tenant.0).bind_iter())
        .bind(hours.iter().map(|(_, hour)| At(*hour)).bind_iter());
    let whole: Performance = rows::all(connection, query, read).await?.into_iter().collect();
    if whole.is_empty() { Ok(()) } else { put(connection, &whole).await }
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
    rows::change(connection, query).await?;
    Ok(())
}

/// Some tenants' hours of a span.
pub(crate) async fn read_span(
    connection: &mut PgConnection,
    tenants: &[TenantId],
    from: Timestamp,
    to: Timestamp,
) -> Result<Performance> {
    let mut clause = Clause::among(tenants);
    clause.span("hour", from, to);
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
        let mut gather = Gather::new(query, &zone);
        rows::each(&mut session, clause.query(&SELECT, ""), |row| {
            let ((_, hour, dims), measures) = read(row)?;
            gather.add(hour, dims, &measures);
            Ok(())
        })
        .await?;
        session.commit().await?;
        Ok(gather.points())
    }
}
