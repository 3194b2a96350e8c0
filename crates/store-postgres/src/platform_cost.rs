//! What the platform costs a tenant.

use crate::PgStore;
use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::rows::{self, sql};
use async_trait::async_trait;
use metering::PlatformCost;
use store::error::Result;
use store::platform_cost::{COLUMNS, PlatformCostRepo, read};
use store::{StoreError, TenantScope};

#[async_trait]
impl PlatformCostRepo for PgStore {
    async fn get(&self, scope: TenantScope) -> Result<PlatformCost> {
        let mut session = self.read(scope).await?;
        let query = sql(format!("SELECT {COLUMNS} FROM platform_costs WHERE tenant_id = $1"));
        let query = query.bind(scope.tenant_id().0);
        let found = rows::first(&mut session, query, |row| read(&mut Cells::new(row))).await?;
        session.commit().await?;
        Ok(found.unwrap_or_default())
    }

    async fn put(&self, scope: TenantScope, cost: PlatformCost) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sql(format!(
            "INSERT INTO platform_costs (tenant_id, {COLUMNS}) VALUES ($1, $2, $3, $4)
             ON CONFLICT (tenant_id) DO UPDATE SET monthly_pico = excluded.monthly_pico,
                setup_pico = excluded.setup_pico, since = excluded.since"
        ));
        let query = query
            .bind(scope.tenant_id().0)
            .bind(cost.monthly.0)
            .bind(cost.setup.0)
            .bind(cost.since.map(|date| date.to_string()));
        rows::run(&mut session, query)
            .await
            .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
        session.commit().await
    }
}
