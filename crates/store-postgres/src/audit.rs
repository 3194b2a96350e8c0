//! Who changed what.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows;
use crate::session::Mode;
use async_trait::async_trait;
use domain::TenantId;
use sqlx::postgres::PgRow;
use store::audit::{AuditEntry, AuditRepo};
use store::error::Result;
use store::words::limit_of;

fn read(row: &PgRow) -> Result<AuditEntry> {
    store::audit::read(&mut Cells::new(row))
}

#[async_trait]
impl AuditRepo for PgStore {
    async fn add(&self, entry: AuditEntry) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        let AuditEntry { at, actor, action, subject, tenant_id } = entry;
        let query =
            sqlx::query("INSERT INTO audit_log (at, actor, action, subject, tenant_id) VALUES ($1, $2, $3, $4, $5)");
        let query = query.bind(At(at)).bind(actor).bind(action).bind(subject).bind(tenant_id.map(|id| id.0));
        rows::change(&mut session, query).await?;
        session.commit().await
    }

    async fn list(&self, tenant_id: Option<TenantId>, limit: usize) -> Result<Vec<AuditEntry>> {
        let mut session = self.operator(Mode::Read).await?;
        let query = match tenant_id {
            None => {
                sqlx::query("SELECT at, actor, action, subject, tenant_id FROM audit_log ORDER BY seq DESC LIMIT $1")
                    .bind(limit_of(limit))
            }
            Some(tenant) => sqlx::query(
                "SELECT at, actor, action, subject, tenant_id FROM audit_log WHERE tenant_id = $2
                 ORDER BY seq DESC LIMIT $1",
            )
            .bind(limit_of(limit))
            .bind(tenant.0),
        };
        let found = rows::all(&mut session, query, read).await?;
        session.commit().await?;
        Ok(found)
    }
}
