//! Alert rules, their states and what happened to them.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan};
use crate::rows::{self, Query, sql};
use async_trait::async_trait;
use domain::TenantId;
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use store::alerts::{AlertChange, AlertRepo, COLUMNS, StoredAlert};
use store::cells::Cells as _;
use store::error::Result;
use store::words::{json_of, limit_of, word_of};
use store::{StoreError, TenantScope};
use uuid::Uuid;

/// Whether a row that was read will be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    No,
    Yes,
}

fn read(row: &PgRow) -> Result<StoredAlert> {
    store::alerts::read(&mut Cells::new(row))
}

async fn find(connection: &mut PgConnection, tenant: TenantId, id: Uuid, lock: Lock) -> Result<StoredAlert> {
    let lock = if lock == Lock::Yes { "FOR UPDATE" } else { "" };
    let query = sql(format!("SELECT {COLUMNS} FROM usage_alerts WHERE tenant_id = $1 AND id = $2 {lock}"));
    let found = rows::first(connection, query.bind(tenant.0).bind(id), read).await?;
    found.ok_or(StoreError::NotFound("alert"))
}

/// All of an alert, as the parameters $1 to $11.
fn bind<'q>(query: Query<'q>, tenant: TenantId, alert: &StoredAlert) -> Result<Query<'q>> {
    Ok(query
        .bind(tenant.0)
        .bind(alert.id)
        .bind(alert.name.clone())
        .bind(json_of(&alert.rule)?)
        .bind(alert.enabled)
        .bind(word_of(&alert.state)?)
        .bind(At(alert.state_since))
        .bind(alert.value.clone())
        .bind(alert.evaluated_at.map(At))
        .bind(At(alert.created_at))
        .bind(json_of(&alert.memory)?))
}

/// Adds an alert unless it is there; says whether it was added.
async fn insert(connection: &mut PgConnection, tenant: TenantId, alert: &StoredAlert) -> Result<bool> {
    let query = sql(format!(
        "INSERT INTO usage_alerts (tenant_id, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (tenant_id, id) DO NOTHING"
    ));
    let inserted = rows::run(connection, bind(query, tenant, alert)?)
        .await
        .map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
    Ok(inserted == 1)
}

async fn update(connection: &mut PgConnection, tenant: TenantId, alert: &StoredAlert) -> Result<()> {
    // Its id and when it was made, $10, stay.
    let query = sqlx::query(
        "UPDATE usage_alerts SET name = $3, rule = $4, enabled = $5, state = $6, state_since = $7, value = $8,
            evaluated_at = $9, memory = $11
         WHERE tenant_id = $1 AND id = $2",
    );
    rows::change(connection, bind(query, tenant, alert)?).await?;
    Ok(())
}

#[async_trait]
impl AlertRepo for PgStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<StoredAlert>> {
        let mut session = self.read(scope).await?;
        let query = sql(format!("SELECT {COLUMNS} FROM usage_alerts WHERE tenant_id = $1 ORDER BY name, id"));
        let found = rows::all(&mut session, query.bind(scope.tenant_id().0), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<StoredAlert> {
        let mut session = self.read(scope).await?;
        let found = find(&mut session, scope.tenant_id(), id, Lock::No).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn put(&self, scope: TenantScope, alert: StoredAlert) -> Result<()> {
        let tenant = scope.tenant_id();
        let mut session = self.write(tenant).await?;
        // Inserting first makes two that put the same alert wait for each other, also where it is new.
        if !insert(&mut session, tenant, &alert).await? {
            let old = find(&mut session, tenant, alert.id, Lock::Yes).await?;
            update(&mut session, tenant, &old.replaced_by(alert)).await?;
        }
        session.commit().await
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sqlx::query("DELETE FROM usage_alerts WHERE tenant_id = $1 AND id = $2");
        let gone = rows::change(&mut session, query.bind(scope.tenant_id().0).bind(id)).await?;
        session.commit().await?;
        if gone == 0 { Err(StoreError::NotFound("alert")) } else { Ok(()) }
    }

    async fn record(&self, scope: TenantScope, alert: &StoredAlert, change: Option<AlertChange>) -> Result<()> {
        let tenant = scope.tenant_id();
        let mut session = self.write(tenant).await?;
        let stored = find(&mut session, tenant, alert.id, Lock::Yes).await?;
        let Some(filed) = stored.evaluated_as(alert) else { return session.commit().await };
        update(&mut session, tenant, &filed).await?;
        if let Some(change) = change {
            let query = sqlx::query(
                "INSERT INTO usage_alert_history (tenant_id, alert_id, at, from_state, to_state, value)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            );
            let query = query
                .bind(tenant.0)
                .bind(alert.id)
                .bind(At(change.at))
                .bind(word_of(&change.from)?)
                .bind(word_of(&change.to)?)
                .bind(change.value);
            rows::change(&mut session, query).await?;
        }
        session.commit().await
    }

    async fn history(&self, scope: TenantScope, id: Uuid, limit: usize) -> Result<Vec<AlertChange>> {
        let tenant = scope.tenant_id();
        let mut session = self.read(scope).await?;
        find(&mut session, tenant, id, Lock::No).await?;
        let query = sqlx::query(
            "SELECT at, from_state, to_state, value FROM usage_alert_history
             WHERE tenant_id = $1 AND alert_id = $2 ORDER BY at DESC, seq DESC LIMIT $3",
        );
        let found = rows::all(&mut session, query.bind(tenant.0).bind(id).bind(limit_of(limit)), |row| {
            let mut cells = Cells::new(row);
            let (at, from, to) = (cells.time()?, cells.word()?, cells.word()?);
            Ok(AlertChange { at, from, to, value: cells.plain()? })
        })
        .await?;
        session.commit().await?;
        Ok(found)
    }
}
