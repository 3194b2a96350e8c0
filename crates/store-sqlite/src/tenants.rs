//! Tenants.

use crate::cells::Cells;
use crate::failure::{failed, is_taken};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use rusqlite::{Connection, Row, params};
use store::StoreError;
use store::error::Result;
use store::tenants::{COLUMNS, Tenant, TenantRepo, zone};

fn read(row: &Row<'_>) -> Result<Tenant> {
    store::tenants::read(&mut Cells::new(row))
}

/// One tenant by id.
pub(crate) fn find(connection: &Connection, id: TenantId) -> Result<Tenant> {
    let sql = format!("SELECT {COLUMNS} FROM tenants WHERE id = ?");
    rows::first(connection, &sql, [id.0.as_bytes()], read)?.ok_or(StoreError::NotFound("tenant"))
}

fn name_taken(error: rusqlite::Error) -> StoreError {
    if is_taken(&error) {
        return StoreError::Conflict("a tenant of this name or id exists: choose another name".into());
    }
    failed(error)
}

#[async_trait]
impl TenantRepo for SqliteStore {
    async fn create(&self, tenant: Tenant) -> Result<()> {
        zone(&tenant.timezone)?;
        self.write(move |transaction| {
            transaction
                .execute(
                    "INSERT INTO tenants (id, name, timezone, created_at, closed_at) VALUES (?, ?, ?, ?, ?)",
                    params![
                        tenant.id.0.as_bytes(),
                        tenant.name,
                        tenant.timezone,
                        tenant.created_at.as_millis(),
                        tenant.closed_at.map(Timestamp::as_millis)
                    ],
                )
                .map_err(name_taken)?;
            Ok(())
        })
        .await
    }

    async fn get(&self, id: TenantId) -> Result<Tenant> {
        self.read(move |transaction| find(transaction, id)).await
    }

    async fn list(&self) -> Result<Vec<Tenant>> {
        self.read(|transaction| {
            let sql = format!("SELECT {COLUMNS} FROM tenants ORDER BY name");
            rows::all(transaction, &sql, [], read)
        })
        .await
    }

    async fn rename(&self, id: TenantId, name: &str) -> Result<Tenant> {
        let name = name.to_owned();
        self.write(move |transaction| {
            transaction
                .execute("UPDATE tenants SET name = ? WHERE id = ?", params![name, id.0.as_bytes()])
                .map_err(name_taken)?;
            find(transaction, id)
        })
        .await
    }

    async fn close(&self, id: TenantId, at: Timestamp) -> Result<Tenant> {
        self.write(move |transaction| {
            transaction
                .execute(
                    "UPDATE tenants SET closed_at = coalesce(closed_at, ?) WHERE id = ?",
                    params![at.as_millis(), id.0.as_bytes()],
                )
                .map_err(failed)?;
            find(transaction, id)
        })
        .await
    }
}
