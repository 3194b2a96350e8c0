//! What the platform costs a tenant.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use metering::PlatformCost;
use rusqlite::params;
use store::error::Result;
use store::platform_cost::{COLUMNS, PlatformCostRepo, read};
use store::{StoreError, TenantScope};

#[async_trait]
impl PlatformCostRepo for SqliteStore {
    async fn get(&self, scope: TenantScope) -> Result<PlatformCost> {
        self.read(move |transaction| {
            let sql = format!("SELECT {COLUMNS} FROM platform_costs WHERE tenant_id = ?");
            let tenant = scope.tenant_id();
            let found = rows::first(transaction, &sql, [tenant.0.as_bytes()], |row| read(&mut Cells::new(row)))?;
            Ok(found.unwrap_or_default())
        })
        .await
    }

    async fn put(&self, scope: TenantScope, cost: PlatformCost) -> Result<()> {
        self.write(move |transaction| {
            let PlatformCost { monthly, setup, since } = cost;
            let since = since.map(|date| date.to_string());
            transaction
                .execute(
                    &format!("INSERT OR REPLACE INTO platform_costs (tenant_id, {COLUMNS}) VALUES (?, ?, ?, ?)"),
                    params![scope.tenant_id().0.as_bytes(), monthly.0, setup.0, since],
                )
                .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
            Ok(())
        })
        .await
    }
}
