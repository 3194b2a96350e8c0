//! Marks of hours whose wider sums are behind: made by whoever changes a quarter hour, in the same transaction; taken away
//! by whoever folds it.
//!
//! A mark has a version, which every change raises. A fold reads the versions, then the quarters, and takes away in the end
//! only marks that still have the version it read. A change that commits in between has raised it, and one that is on its
//! way holds the row, which the fold then passes over: either way the mark stays, and the hour is folded again.

use crate::cells::{At, Cells};
use crate::rows;
use domain::{TenantId, Timestamp};
use sqlx::PgConnection;
use sqlx::postgres::PgBindIterExt;
use std::collections::BTreeSet;
use store::cells::Cells as _;
use store::error::Result;
use store::fold::{HOUR_MS, Sums};

/// A mark as a fold read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    pub(crate) tenant: TenantId,
    pub(crate) hour: Timestamp,
    pub(crate) version: i64,
    /// Whether sums may have gone, so that what lies above is to be made anew and not only overwritten.
    pub(crate) anew: bool,
}

/// Marks the hours of sums that were changed, sorted, so that two batches wait for each other instead of for good.
pub(crate) async fn mark(connection: &mut PgConnection, sums: &Sums, anew: bool) -> Result<()> {
    let hours: BTreeSet<_> = sums.keys().map(|(tenant, start, _)| (*tenant, start.floor_to(HOUR_MS))).collect();
    let query = sqlx::query(
        "INSERT INTO rollup_pending AS p (tenant_id, hour, version, anew)
         SELECT n.tenant_id, n.hour, 1, $3 FROM UNNEST($1::uuid[], $2::timestamptz[]) AS n (tenant_id, hour)
         ON CONFLICT (tenant_id, hour) DO UPDATE SET version = p.version + 1, anew = p.anew OR excluded.anew",
    );
    let query = query
        .bind(hours.iter().map(|(tenant, _)| tenant.0).bind_iter())
        .bind(hours.iter().map(|(_, hour)| At(*hour)).bind_iter())
        .bind(anew);
    rows::change(connection, query).await?;
    Ok(())
}

/// Marks every hour of a tenant that has a sum.
pub(crate) async fn mark_all(connection: &mut PgConnection, tenant: TenantId) -> Result<()> {
    let query = sqlx::query(
        "INSERT INTO rollup_pending AS p (tenant_id, hour, version, anew)
         SELECT DISTINCT tenant_id, date_trunc('hour', start, 'UTC'), 1, false FROM usage_rollup_quarter
         WHERE tenant_id = $1 ORDER BY 1, 2
         ON CONFLICT (tenant_id, hour) DO UPDATE SET version = p.version + 1",
    );
    rows::change(connection, query.bind(tenant.0)).await?;
    Ok(())
}

/// A tenant's marked hours that a span touches, sorted.
pub(crate) async fn hours(
    connection: &mut PgConnection,
    tenant: TenantId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Timestamp>> {
    let query =
        sqlx::query("SELECT hour FROM rollup_pending WHERE tenant_id = $1 AND hour > $2 AND hour < $3 ORDER BY hour");
    let query = query.bind(tenant.0).bind(At::bound(from.plus_millis(-HOUR_MS))).bind(At::bound(to));
    rows::all(connection, query, |row| Cells::new(row).time()).await
}

/// The marks behind `after`, at most `limit`.
pub(crate) async fn next(
    connection: &mut PgConnection,
    after: Option<(TenantId, Timestamp)>,
    limit: i64,
) -> Result<Vec<Mark>> {
    let (tenant, hour) = after.unzip();
    let query = sqlx::query(
        "SELECT tenant_id, hour, version, anew FROM rollup_pending
         WHERE $1::uuid IS NULL OR (tenant_id, hour) > ($1, $2::timestamptz)
         ORDER BY tenant_id, hour LIMIT $3",
    );
    let query = query.bind(tenant.map(|id: TenantId| id.0)).bind(hour.map(At)).bind(limit);
    rows::all(connection, query, |row| {
        let mut cells = Cells::new(row);
        let (tenant, hour) = (TenantId(cells.id()?), cells.time()?);
        Ok(Mark { tenant, hour, version: cells.plain()?, anew: cells.plain()? })
    })
    .await
}

/// Takes away the marks that are still as they were read; answers how many.
pub(crate) async fn clear(connection: &mut PgConnection, marks: &[Mark]) -> Result<u64> {
    let query = sqlx::query(
        "WITH same AS (
            SELECT p.tenant_id, p.hour FROM rollup_pending p
            JOIN UNNEST($1::uuid[], $2::timestamptz[], $3::bigint[]) AS n (tenant_id, hour, version)
              ON p.tenant_id = n.tenant_id AND p.hour = n.hour AND p.version = n.version
            FOR UPDATE OF p SKIP LOCKED)
         DELETE FROM rollup_pending p USING same WHERE p.tenant_id = same.tenant_id AND p.hour = same.hour",
    );
    let query = query
        .bind(marks.iter().map(|mark| mark.tenant.0).bind_iter())
        .bind(marks.iter().map(|mark| At(mark.hour)).bind_iter())
        .bind(marks.iter().map(|mark| mark.version).bind_iter());
    rows::change(connection, query).await
}
