//! Users: names for the user ids that events carry.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::UserId;
use rusqlite::{Row, params};
use store::error::Result;
use store::users::{User, UserRepo};
use store::{StoreError, TenantScope};

fn read(row: &Row<'_>) -> Result<User> {
    store::users::read(&mut Cells::new(row))
}

#[async_trait]
impl UserRepo for SqliteStore {
    async fn put(&self, scope: TenantScope, user: User) -> Result<()> {
        self.write(move |transaction| {
            let User { id, name, email, created_at } = user;
            let tenant = scope.tenant_id();
            transaction
                .execute(
                    "INSERT INTO users (tenant_id, id, name, email, created_at) VALUES (?, ?, ?, ?, ?)
                     ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, email = excluded.email",
                    params![tenant.0.as_bytes(), id.0.as_bytes(), name, email, created_at.as_millis()],
                )
                .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
            Ok(())
        })
        .await
    }

    async fn list(&self, scope: TenantScope) -> Result<Vec<User>> {
        self.read(move |transaction| {
            let sql = "SELECT id, name, email, created_at FROM users WHERE tenant_id = ? ORDER BY name, id";
            rows::all(transaction, sql, [scope.tenant_id().0.as_bytes()], read)
        })
        .await
    }

    async fn get(&self, scope: TenantScope, id: UserId) -> Result<User> {
        self.read(move |transaction| {
            let sql = "SELECT id, name, email, created_at FROM users WHERE tenant_id = ? AND id = ?";
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), id.0.as_bytes()];
            rows::first(transaction, sql, key, read)?.ok_or(StoreError::NotFound("user"))
        })
        .await
    }

    async fn remove(&self, scope: TenantScope, id: UserId) -> Result<()> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), id.0.as_bytes()];
            match rows::change(transaction, "DELETE FROM users WHERE tenant_id = ? AND id = ?", key)? {
                0 => Err(StoreError::NotFound("user")),
                _ => Ok(()),
            }
        })
        .await
    }
}
