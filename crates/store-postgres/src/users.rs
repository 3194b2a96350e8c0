//! Users: names for the user ids that events carry.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan};
use crate::rows;
use async_trait::async_trait;
use domain::UserId;
use sqlx::postgres::PgRow;
use store::error::Result;
use store::users::{User, UserRepo};
use store::{StoreError, TenantScope};

fn read(row: &PgRow) -> Result<User> {
    store::users::read(&mut Cells::new(row))
}

#[async_trait]
impl UserRepo for PgStore {
    async fn put(&self, scope: TenantScope, user: User) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sqlx::query(
            "INSERT INTO users (tenant_id, id, name, email, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, email = excluded.email",
        )
        .bind(scope.tenant_id().0)
        .bind(user.id.0)
        .bind(user.name)
        .bind(user.email)
        .bind(At(user.created_at));
        rows::run(&mut session, query)
            .await
            .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
        session.commit().await
    }

    async fn list(&self, scope: TenantScope) -> Result<Vec<User>> {
        let mut session = self.read(scope).await?;
        let query = sqlx::query("SELECT id, name, email, created_at FROM users WHERE tenant_id = $1 ORDER BY name, id");
        let found = rows::all(&mut session, query.bind(scope.tenant_id().0), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn get(&self, scope: TenantScope, id: UserId) -> Result<User> {
        let mut session = self.read(scope).await?;
        let query = sqlx::query("SELECT id, name, email, created_at FROM users WHERE tenant_id = $1 AND id = $2");
        let found = rows::first(&mut session, query.bind(scope.tenant_id().0).bind(id.0), read).await?;
        session.commit().await?;
        found.ok_or(StoreError::NotFound("user"))
    }

    async fn remove(&self, scope: TenantScope, id: UserId) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sqlx::query("DELETE FROM users WHERE tenant_id = $1 AND id = $2");
        let gone = rows::change(&mut session, query.bind(scope.tenant_id().0).bind(id.0)).await?;
        session.commit().await?;
        if gone == 0 { Err(StoreError::NotFound("user")) } else { Ok(()) }
    }
}
