//! Large exports and the parts of their files.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows::{self, Query, sql};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use sqlx::postgres::PgRow;
use store::cells::Cells as _;
use store::error::Result;
use store::exports::{Admission, COLUMNS, Export, ExportRepo, admission};
use store::gzip::Piece;
use store::words::{count, json_of, limit_of, opt_count, word_of};
use store::{StoreError, TenantScope};
use uuid::Uuid;

/// What is there to be swept at a moment.
const GONE: &str = "(state = 'removed' OR expires_at <= $2)";

fn read(row: &PgRow) -> Result<Export> {
    store::exports::read(&mut Cells::new(row))
}

/// Reads one that is there to be seen.
fn select<'q>(tenant: TenantId, id: Uuid, lock: &str) -> Query<'q> {
    let text = "FROM exports WHERE tenant_id = $1 AND id = $2 AND state <> 'removed'";
    sql(format!("SELECT {COLUMNS} {text} {lock}")).bind(tenant.0).bind(id)
}

/// What changes of an export, as the parameters $3 to $11.
fn bind<'q>(query: Query<'q>, export: &Export) -> Result<Query<'q>> {
    Ok(query
        .bind(word_of(&export.state)?)
        .bind(json_of(&export.query)?)
        .bind(opt_count(export.rows_total, "rows_total")?)
        .bind(count(export.rows_done, "rows_done")?)
        .bind(count(export.bytes, "bytes")?)
        .bind(count(export.parts, "parts")?)
        .bind(export.done_at.map(At))
        .bind(export.expires_at.map(At))
        .bind(export.error.clone()))
}

#[async_trait]
impl ExportRepo for PgStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<Export>> {
        let mut session = self.read(scope).await?;
        let query = sql(format!(
            "SELECT {COLUMNS} FROM exports WHERE tenant_id = $1 AND state <> 'removed' ORDER BY created_at DESC, id DESC"
        ));
        let found = rows::all(&mut session, query.bind(scope.tenant_id().0), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<Export> {
        let mut session = self.read(scope).await?;
        let found = rows::first(&mut session, select(scope.tenant_id(), id, ""), read).await?;
        session.commit().await?;
        found.ok_or(StoreError::NotFound("export"))
    }

    async fn add(&self, scope: TenantScope, export: &Export) -> Result<Admission> {
        let tenant = scope.tenant_id();
        let mut session = self.write(tenant).await?;
        // Held until the end: two that ask at once would each count without the other.
        let query = sqlx::query("SELECT FROM tenants WHERE id = $1 FOR NO KEY UPDATE").bind(tenant.0);
        rows::first(&mut session, query, |_| Ok(())).await?.ok_or(StoreError::NotFound("tenant"))?;
        let query = sqlx::query("SELECT state FROM exports WHERE tenant_id = $1").bind(tenant.0);
        let those = rows::all(&mut session, query, |row| Cells::new(row).word()).await?;
        let admitted = admission(&those);
        if admitted == Admission::Queued {
            let query = sqlx::query(
                "INSERT INTO exports (tenant_id, id, state, query, rows_total, rows_done, bytes, parts, done_at,
                    expires_at, error, zone, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            );
            let query = bind(query.bind(tenant.0).bind(export.id), export)?;
            rows::change(&mut session, query.bind(export.zone.clone()).bind(At(export.created_at))).await?;
        }
        session.commit().await?;
        Ok(admitted)
    }

    async fn record(&self, scope: TenantScope, export: &Export, part: Option<Piece>) -> Result<bool> {
        let tenant = scope.tenant_id();
        let mut session = self.write(tenant).await?;
        let stored = rows::first(&mut session, select(tenant, export.id, "FOR UPDATE"), read).await?;
        if !stored.is_some_and(|stored| stored.may_become(export, part.is_some())) {
            session.commit().await?;
            return Ok(false);
        }
        let query = sqlx::query(
            "UPDATE exports SET state = $3, query = $4, rows_total = $5, rows_done = $6, bytes = $7, parts = $8,
                done_at = $9, expires_at = $10, error = $11
             WHERE tenant_id = $1 AND id = $2",
        );
        rows::change(&mut session, bind(query.bind(tenant.0).bind(export.id), export)?).await?;
        if let Some(piece) = part {
            let query = sqlx::query(
                "INSERT INTO export_parts (tenant_id, export_id, part, bytes, crc32, data)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            );
            let query = query
                .bind(tenant.0)
                .bind(export.id)
                .bind(count(export.parts - 1, "part")?)
                .bind(count(piece.bytes, "bytes")?)
                .bind(i64::from(piece.crc32))
                .bind(piece.data);
            rows::change(&mut session, query).await?;
        }
        session.commit().await?;
        Ok(true)
    }

    async fn part(&self, scope: TenantScope, id: Uuid, part: u64) -> Result<Piece> {
        let mut session = self.read(scope).await?;
        let query = sqlx::query(
            "SELECT p.bytes, p.crc32, p.data FROM export_parts p
             JOIN exports e ON e.tenant_id = p.tenant_id AND e.id = p.export_id
             WHERE p.tenant_id = $1 AND p.export_id = $2 AND p.part = $3 AND e.state <> 'removed'",
        );
        let query = query.bind(scope.tenant_id().0).bind(id).bind(count(part, "part")?);
        let found = rows::first(&mut session, query, |row| {
            let mut cells = Cells::new(row);
            let (bytes, crc32) = (cells.u64()?, cells.u64()?);
            let crc32 = u32::try_from(crc32).map_err(|_| cells.damaged())?;
            Ok(Piece { bytes, crc32, data: cells.plain()? })
        })
        .await?;
        session.commit().await?;
        found.ok_or(StoreError::NotFound("part of an export"))
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query =
            sqlx::query("UPDATE exports SET state = 'removed' WHERE tenant_id = $1 AND id = $2 AND state <> 'removed'");
        let gone = rows::change(&mut session, query.bind(scope.tenant_id().0).bind(id)).await?;
        session.commit().await?;
        if gone == 0 { Err(StoreError::NotFound("export")) } else { Ok(()) }
    }

    async fn sweep(&self, scope: TenantScope, now: Timestamp, limit: usize) -> Result<usize> {
        let tenant = scope.tenant_id();
        let mut session = self.write(tenant).await?;
        let parts = sql(format!(
            "DELETE FROM export_parts WHERE (tenant_id, export_id, part) IN (
                SELECT p.tenant_id, p.export_id, p.part FROM exports e
                JOIN export_parts p ON p.tenant_id = e.tenant_id AND p.export_id = e.id
                WHERE e.tenant_id = $1 AND {GONE} LIMIT $3)"
        ));
        let parts = parts.bind(tenant.0).bind(At::bound(now)).bind(limit_of(limit));
        let mut gone = rows::change(&mut session, parts).await?;
        if gone == 0 {
            let exports = sql(format!("DELETE FROM exports WHERE tenant_id = $1 AND {GONE}"));
            gone = rows::change(&mut session, exports.bind(tenant.0).bind(At::bound(now))).await?;
        }
        session.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
