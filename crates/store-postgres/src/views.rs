//! Saved views: names for addresses of the dashboard.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan};
use crate::rows::{self, sql};
use async_trait::async_trait;
use store::error::Result;
use store::views::{COLUMNS, View, ViewRepo};
use store::{StoreError, TenantScope};
use uuid::Uuid;

#[async_trait]
impl ViewRepo for PgStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<View>> {
        let mut session = self.read(scope).await?;
        let query = sql(format!("SELECT {COLUMNS} FROM views WHERE tenant_id = $1 ORDER BY name, id"));
        let query = query.bind(scope.tenant_id().0);
        let found = rows::all(&mut session, query, |row| store::views::read(&mut Cells::new(row))).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn put(&self, scope: TenantScope, view: View) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sql(format!(
            "INSERT INTO views (tenant_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant_id, id) DO UPDATE
                SET name = excluded.name, page = excluded.page, query = excluded.query"
        ));
        let query = query
            .bind(scope.tenant_id().0)
            .bind(view.id)
            .bind(view.name)
            .bind(view.page)
            .bind(view.query)
            .bind(At(view.created_at));
        rows::run(&mut session, query)
            .await
            .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
        session.commit().await
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sqlx::query("DELETE FROM views WHERE tenant_id = $1 AND id = $2");
        let gone = rows::change(&mut session, query.bind(scope.tenant_id().0).bind(id)).await?;
        session.commit().await?;
        if gone == 0 { Err(StoreError::NotFound("view")) } else { Ok(()) }
    }
}
