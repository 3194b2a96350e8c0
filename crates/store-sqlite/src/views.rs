//! Saved views: names for addresses of the dashboard.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use rusqlite::params;
use store::error::Result;
use store::views::{COLUMNS, View, ViewRepo};
use store::{StoreError, TenantScope};
use uuid::Uuid;

#[async_trait]
impl ViewRepo for SqliteStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<View>> {
        self.read(move |transaction| {
            let sql = format!("SELECT {COLUMNS} FROM views WHERE tenant_id = ? ORDER BY name, id");
            let read = |row: &rusqlite::Row<'_>| store::views::read(&mut Cells::new(row));
            rows::all(transaction, &sql, [scope.tenant_id().0.as_bytes()], read)
        })
        .await
    }

    async fn put(&self, scope: TenantScope, view: View) -> Result<()> {
        self.write(move |transaction| {
            let sql = format!(
                "INSERT INTO views (tenant_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT (tenant_id, id) DO UPDATE
                    SET name = excluded.name, page = excluded.page, query = excluded.query"
            );
            let tenant = scope.tenant_id();
            let written = transaction.prepare_cached(&sql).map_err(failed)?.execute(params![
                tenant.0.as_bytes(),
                view.id.as_bytes(),
                view.name,
                view.page,
                view.query,
                view.created_at.as_millis()
            ]);
            written.map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
            Ok(())
        })
        .await
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), id.as_bytes()];
            match rows::change(transaction, "DELETE FROM views WHERE tenant_id = ? AND id = ?", key)? {
                0 => Err(StoreError::NotFound("view")),
                _ => Ok(()),
            }
        })
        .await
    }
}
