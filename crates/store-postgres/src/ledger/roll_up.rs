//! Days, weeks and months brought up to the quarter hours that changed: folded in the database, many tenants' hours a
//! transaction.

use super::pending::{self, Mark};
use super::sums::DIMS;
use super::{BY_KEY, Side, tenant_lock};
use crate::PgStore;
use crate::cells::{At, Cells};
use crate::performance;
use crate::rows::{self, sql};
use crate::session::Mode;
use domain::{TenantId, Timestamp};
use metering::period::{bucket_end, bucket_start};
use metering::{Grain, Zone};
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use store::cells::Cells as _;
use store::error::Result;
use store::figures::{COLUMNS, table};
use store::fold::{ABOVE, HOUR_MS, QUARTER_MS};
use store::tenants::zone;

/// Marks a transaction. A batch waits for a fold only while its marks are taken away, so this may be many.
const CHUNK: usize = 1_000;

/// Hours whose histograms are made one in a transaction.
const COMPACTED: usize = 100;

/// Sent with BEGIN: one fold at a time, and room to add up a chunk in memory.
static BEGIN: LazyLock<String> =
    LazyLock::new(|| format!("; SELECT pg_advisory_xact_lock(5503, 4){BY_KEY}; SET LOCAL work_mem = '64MB'"));

/// Buckets to fold, and whether to make them anew.
type Buckets = BTreeMap<(TenantId, Timestamp, Timestamp), bool>;

/// Folds up to `limit` marked hours; answers how many marks were taken away.
pub(crate) async fn roll_up(store: &PgStore, limit: usize) -> Result<usize> {
    let mut done = 0;
    let mut after = None;
    while done < limit {
        let mut session = store.worker(&Side::LEDGER, Mode::Write, &BEGIN).await?;
        let chunk = i64::try_from(CHUNK.min(limit - done)).unwrap_or(i64::MAX);
        let marks = pending::next(&mut session, after, chunk).await?;
        let Some(last) = marks.last() else { break };
        after = Some((last.tenant, last.hour));
        fold(&mut session, &marks).await?;
        // A mark that a batch has raised meanwhile stays, and is not counted: its hour is folded again another time.
        done += usize::try_from(pending::clear(&mut session, &marks).await?).unwrap_or(usize::MAX);
        session.commit().await?;
        // A batch that adds to the same hours waits for this, so it is done in small steps.
        for part in marks.chunks(COMPACTED) {
            let hours: Vec<_> = part.iter().map(|mark| (mark.tenant, mark.hour)).collect();
            let mut session = store.worker(&Side::LEDGER, Mode::Write, BY_KEY).await?;
            performance::compact(&mut session, &hours).await?;
            session.commit().await?;
        }
    }
    Ok(done)
}

async fn fold(connection: &mut PgConnection, marks: &[Mark]) -> Result<()> {
    let mut owners: Vec<_> = marks.iter().map(|mark| mark.tenant).collect();
    owners.dedup();
    tenant_lock(connection, &owners).await?;
    let zones = zones(connection, &owners).await?;
    for grain in ABOVE {
        let mut buckets = Buckets::new();
        for mark in marks {
            let Some(zone) = zones.get(&mark.tenant) else { continue };
            // In zones off the full hour, an hour's quarters can lie in two days.
            for moment in [mark.hour, mark.hour.plus_millis(HOUR_MS - QUARTER_MS)] {
                let start = bucket_start(zone, grain, moment);
                *buckets.entry((mark.tenant, start, bucket_end(zone, grain, start))).or_default() |= mark.anew;
            }
        }
        write(connection, grain, &buckets).await?;
    }
    Ok(())
}

/// The zones in which tenants count their days.
async fn zones(connection: &mut PgConnection, owners: &[TenantId]) -> Result<HashMap<TenantId, Zone>> {
    let query = sqlx::query("SELECT id, timezone FROM tenants WHERE id = ANY ($1)");
    let query = query.bind(owners.iter().map(|tenant| tenant.0).bind_iter());
    let found = rows::all(connection, query, |row| {
        let mut cells = Cells::new(row);
        Ok((TenantId(cells.id()?), cells.plain::<String>()?))
    })
    .await?;
    found.into_iter().map(|(tenant, name)| Ok((tenant, zone(&name)?))).collect()
}

/// Makes buckets of a grain again from the finer table: days from quarters, the rest from days, which do not straddle weeks
/// or months and are fewer.
async fn write(connection: &mut PgConnection, grain: Grain, buckets: &Buckets) -> Result<()> {
    let anew: Vec<_> = buckets.iter().filter(|(_, anew)| **anew).map(|(key, _)| *key).collect();
    if !anew.is_empty() {
        let query = sql(format!(
            "DELETE FROM {} t USING UNNEST($1::uuid[], $2::timestamptz[]) AS n (tenant_id, start)
             WHERE t.tenant_id = n.tenant_id AND t.start = n.start",
            table(grain)
        ));
        let query = query
            .bind(anew.iter().map(|(tenant, ..)| tenant.0).bind_iter())
            .bind(anew.iter().map(|(_, start, _)| At(*start)).bind_iter());
        rows::change(connection, query).await?;
    }
    let finer = if grain == Grain::Day { Grain::Quarter } else { Grain::Day };
    let query = sql(fold_sql(table(grain), table(finer)))
        .bind(buckets.keys().map(|(tenant, ..)| tenant.0).bind_iter())
        .bind(buckets.keys().map(|(_, start, _)| At(*start)).bind_iter())
        .bind(buckets.keys().map(|(.., end)| At(*end)).bind_iter());
    rows::change(connection, query).await?;
    Ok(())
}

fn fold_sql(to: &str, from: &str) -> String {
    let each = |form: &dyn Fn(&str) -> String| COLUMNS.iter().map(|name| form(name)).collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO {to} AS t (tenant_id, start, dims, {DIMS}, {columns})
         SELECT n.tenant_id, n.start, f.dims, f.{of}, {sums}
         FROM UNNEST($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS n (tenant_id, start, finish)
         JOIN {from} f ON f.tenant_id = n.tenant_id AND f.start >= n.start AND f.start < n.finish
         GROUP BY n.tenant_id, n.start, f.dims, f.{of}
         ON CONFLICT (tenant_id, start, dims) DO UPDATE SET {set}
         WHERE ({old}) IS DISTINCT FROM ({new})",
        columns = COLUMNS.join(", "),
        of = DIMS.replace(", ", ", f."),
        // A sum that leaves 64 bits is an error here, as everywhere.
        sums = each(&|name| format!("sum(f.{name})::bigint")),
        set = each(&|name| format!("{name} = excluded.{name}")),
        old = each(&|name| format!("t.{name}")),
        new = each(&|name| format!("excluded.{name}")),
    )
}
