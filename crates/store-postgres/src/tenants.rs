//! Tenants.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_taken};
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use store::StoreError;
use store::error::Result;
use store::tenants::{COLUMNS, Tenant, TenantRepo, zone};

fn read(row: &PgRow) -> Result<Tenant> {
    store::tenants::read(&mut Cells::new(row))
}

/// One tenant by id.
pub(crate) async fn find(connection: &mut PgConnection, id: TenantId) -> Result<Tenant> {
    let query = sql(format!("SELECT {COLUMNS} FROM tenants WHERE id = $1")).bind(id.0);
    rows::first(connection, query, read).await?.ok_or(StoreError::NotFound("tenant"))
}

fn name_taken(error: sqlx::Error) -> StoreError {
    if is_taken(&error) {
        return StoreError::Conflict("a tenant of this name or id exists: choose another name".into());
    }
    failed(error)
}

#[async_trait]
impl TenantRepo for PgStore {
    async fn create(&self, tenant: Tenant) -> Result<()> {
        zone(&tenant.timezone)?;
        let mut session = self.operator(Mode::Write).await?;
        let query = sql(format!("INSERT INTO tenants ({COLUMNS}) VALUES ($1, $2, $3, $4, $5)"))
            .bind(tenant.id.0)
            .bind(tenant.name)
            .bind(tenant.timezone)
            .bind(At(tenant.created_at))
            .bind(tenant.closed_at.map(At));
        rows::run(&mut session, query).await.map_err(name_taken)?;
        session.commit().await
    }

    async fn get(&self, id: TenantId) -> Result<Tenant> {
        let mut session = self.operator(Mode::Read).await?;
        let found = find(&mut session, id).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn list(&self) -> Result<Vec<Tenant>> {
        let mut session = self.operator(Mode::Read).await?;
        let found = rows::all(&mut session, sql(format!("SELECT {COLUMNS} FROM tenants ORDER BY name")), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn rename(&self, id: TenantId, name: &str) -> Result<Tenant> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("UPDATE tenants SET name = $1 WHERE id = $2").bind(name).bind(id.0);
        rows::run(&mut session, query).await.map_err(name_taken)?;
        let found = find(&mut session, id).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn close(&self, id: TenantId, at: Timestamp) -> Result<Tenant> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("UPDATE tenants SET closed_at = coalesce(closed_at, $1) WHERE id = $2");
        rows::change(&mut session, query.bind(At(at)).bind(id.0)).await?;
        let found = find(&mut session, id).await?;
        session.commit().await?;
        Ok(found)
    }
}
