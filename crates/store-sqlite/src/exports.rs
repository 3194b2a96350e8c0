//! Large exports and the parts of their files.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use rusqlite::{Connection, Row, params};
use store::cells::Cells as _;
use store::error::Result;
use store::exports::{Admission, COLUMNS, Export, ExportRepo, admission};
use store::gzip::Piece;
use store::words::{count, json_of, limit_of, opt_count, word_of};
use store::{StoreError, TenantScope};
use uuid::Uuid;

/// What is there to be swept at a moment.
const GONE: &str = "(state = 'removed' OR expires_at <= ?2)";

fn read(row: &Row<'_>) -> Result<Export> {
    store::exports::read(&mut Cells::new(row))
}

fn find(connection: &Connection, tenant: TenantId, id: Uuid) -> Result<Option<Export>> {
    let sql = format!("SELECT {COLUMNS} FROM exports WHERE tenant_id = ? AND id = ? AND state <> 'removed'");
    rows::first(connection, &sql, params![tenant.0.as_bytes(), id.as_bytes()], read)
}

fn write(connection: &Connection, tenant: TenantId, export: &Export) -> Result<()> {
    let sql = format!(
        "INSERT INTO exports (tenant_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant_id, id) DO UPDATE SET state = excluded.state, query = excluded.query,
            rows_total = excluded.rows_total, rows_done = excluded.rows_done, bytes = excluded.bytes,
            parts = excluded.parts, done_at = excluded.done_at, expires_at = excluded.expires_at, error = excluded.error"
    );
    let written = connection.prepare_cached(&sql).map_err(failed)?.execute(params![
        tenant.0.as_bytes(),
        export.id.as_bytes(),
        word_of(&export.state)?,
        json_of(&export.query)?,
        export.zone,
        opt_count(export.rows_total, "rows_total")?,
        count(export.rows_done, "rows_done")?,
        count(export.bytes, "bytes")?,
        count(export.parts, "parts")?,
        export.created_at.as_millis(),
        export.done_at.map(Timestamp::as_millis),
        export.expires_at.map(Timestamp::as_millis),
        export.error,
    ]);
    written.map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
    Ok(())
}

#[async_trait]
impl ExportRepo for SqliteStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<Export>> {
        self.read(move |transaction| {
            let sql = format!(
                "SELECT {COLUMNS} FROM exports WHERE tenant_id = ? AND state <> 'removed'
                 ORDER BY created_at DESC, id DESC"
            );
            rows::all(transaction, &sql, [scope.tenant_id().0.as_bytes()], read)
        })
        .await
    }

    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<Export> {
        self.read(move |transaction| find(transaction, scope.tenant_id(), id)?.ok_or(StoreError::NotFound("export")))
            .await
    }

    async fn add(&self, scope: TenantScope, export: &Export) -> Result<Admission> {
        let export = export.clone();
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let sql = "SELECT state FROM exports WHERE tenant_id = ?";
            let those = rows::all(transaction, sql, [tenant.0.as_bytes()], |row| Cells::new(row).word())?;
            let admitted = admission(&those);
            if admitted == Admission::Queued {
                write(transaction, tenant, &export)?;
            }
            Ok(admitted)
        })
        .await
    }

    async fn record(&self, scope: TenantScope, export: &Export, part: Option<Piece>) -> Result<bool> {
        let export = export.clone();
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let stored = find(transaction, tenant, export.id)?;
            if !stored.is_some_and(|stored| stored.may_become(&export, part.is_some())) {
                return Ok(false);
            }
            write(transaction, tenant, &export)?;
            if let Some(piece) = part {
                rows::change(
                    transaction,
                    "INSERT INTO export_parts (tenant_id, export_id, part, bytes, crc32, data) VALUES (?, ?, ?, ?, ?, ?)",
                    params![
                        tenant.0.as_bytes(),
                        export.id.as_bytes(),
                        count(export.parts - 1, "part")?,
                        count(piece.bytes, "bytes")?,
                        piece.crc32,
                        piece.data,
                    ],
                )?;
            }
            Ok(true)
        })
        .await
    }

    async fn part(&self, scope: TenantScope, id: Uuid, part: u64) -> Result<Piece> {
        self.read(move |transaction| {
            let sql = "SELECT p.bytes, p.crc32, p.data FROM export_parts p
                 JOIN exports e ON e.tenant_id = p.tenant_id AND e.id = p.export_id
                 WHERE p.tenant_id = ? AND p.export_id = ? AND p.part = ? AND e.state <> 'removed'";
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), id.as_bytes(), count(part, "part")?];
            let found = rows::first(transaction, sql, key, |row| {
                let mut cells = Cells::new(row);
                Ok(Piece { bytes: cells.u64()?, crc32: cells.plain()?, data: cells.bytes()?.to_vec() })
            })?;
            found.ok_or(StoreError::NotFound("part of an export"))
        })
        .await
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        self.write(move |transaction| {
            let sql = "UPDATE exports SET state = 'removed' WHERE tenant_id = ? AND id = ? AND state <> 'removed'";
            let tenant = scope.tenant_id();
            match rows::change(transaction, sql, params![tenant.0.as_bytes(), id.as_bytes()])? {
                0 => Err(StoreError::NotFound("export")),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn sweep(&self, scope: TenantScope, now: Timestamp, limit: usize) -> Result<usize> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let parts = format!(
                "DELETE FROM export_parts WHERE rowid IN (
                    SELECT p.rowid FROM exports e
                    JOIN export_parts p ON p.tenant_id = e.tenant_id AND p.export_id = e.id
                    WHERE e.tenant_id = ?1 AND {GONE} LIMIT ?3)"
            );
            let (id, now) = (tenant.0.as_bytes(), now.as_millis());
            let gone = rows::change(transaction, &parts, params![id, now, limit_of(limit)])?;
            if gone > 0 {
                return Ok(gone);
            }
            rows::change(transaction, &format!("DELETE FROM exports WHERE tenant_id = ?1 AND {GONE}"), params![id, now])
        })
        .await
    }
}
