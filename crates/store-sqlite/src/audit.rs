//! Who changed what.

use crate::cells::Cells;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::TenantId;
use rusqlite::{Row, params};
use store::audit::{AuditEntry, AuditRepo};
use store::error::Result;
use store::words::limit_of;

fn read(row: &Row<'_>) -> Result<AuditEntry> {
    store::audit::read(&mut Cells::new(row))
}

#[async_trait]
impl AuditRepo for SqliteStore {
    async fn add(&self, entry: AuditEntry) -> Result<()> {
        self.write(move |transaction| {
            let AuditEntry { at, actor, action, subject, tenant_id } = entry;
            rows::change(
                transaction,
                "INSERT INTO audit_log (at, actor, action, subject, tenant_id) VALUES (?, ?, ?, ?, ?)",
                params![at.as_millis(), actor, action, subject, tenant_id.as_ref().map(|id| id.0.as_bytes())],
            )?;
            Ok(())
        })
        .await
    }

    async fn list(&self, tenant_id: Option<TenantId>, limit: usize) -> Result<Vec<AuditEntry>> {
        self.read(move |transaction| {
            let tenant = tenant_id.as_ref().map(|id| id.0.as_bytes());
            let sql = "SELECT at, actor, action, subject, tenant_id FROM audit_log
                WHERE (?1 IS NULL OR tenant_id = ?1) ORDER BY seq DESC LIMIT ?2";
            rows::all(transaction, sql, params![tenant, limit_of(limit)], read)
        })
        .await
    }
}
