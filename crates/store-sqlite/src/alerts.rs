//! Alert rules, their states and what happened to them.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use rusqlite::{Connection, Row, params};
use store::alerts::{AlertChange, AlertRepo, COLUMNS, StoredAlert};
use store::cells::Cells as _;
use store::error::Result;
use store::words::{json_of, limit_of, word_of};
use store::{StoreError, TenantScope};
use uuid::Uuid;

fn read(row: &Row<'_>) -> Result<StoredAlert> {
    store::alerts::read(&mut Cells::new(row))
}

fn find(connection: &Connection, tenant: TenantId, id: Uuid) -> Result<Option<StoredAlert>> {
    let sql = format!("SELECT {COLUMNS} FROM usage_alerts WHERE tenant_id = ? AND id = ?");
    rows::first(connection, &sql, params![tenant.0.as_bytes(), id.as_bytes()], read)
}

fn write(connection: &Connection, tenant: TenantId, alert: &StoredAlert) -> Result<()> {
    let sql = format!(
        "INSERT INTO usage_alerts (tenant_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, rule = excluded.rule,
            enabled = excluded.enabled, state = excluded.state, state_since = excluded.state_since,
            value = excluded.value, evaluated_at = excluded.evaluated_at, memory = excluded.memory"
    );
    let written = connection.prepare_cached(&sql).map_err(failed)?.execute(params![
        tenant.0.as_bytes(),
        alert.id.as_bytes(),
        alert.name,
        json_of(&alert.rule)?,
        alert.enabled,
        word_of(&alert.state)?,
        alert.state_since.as_millis(),
        alert.value,
        alert.evaluated_at.map(Timestamp::as_millis),
        alert.created_at.as_millis(),
        json_of(&alert.memory)?,
    ]);
    written.map_err(|error| if is_orphan(&error) { StoreError::NotFound("tenant") } else { failed(error) })?;
    Ok(())
}

#[async_trait]
impl AlertRepo for SqliteStore {
    async fn list(&self, scope: TenantScope) -> Result<Vec<StoredAlert>> {
        self.read(move |transaction| {
            let sql = format!("SELECT {COLUMNS} FROM usage_alerts WHERE tenant_id = ? ORDER BY name, id");
            rows::all(transaction, &sql, [scope.tenant_id().0.as_bytes()], read)
        })
        .await
    }

    async fn get(&self, scope: TenantScope, id: Uuid) -> Result<StoredAlert> {
        self.read(move |transaction| find(transaction, scope.tenant_id(), id)?.ok_or(StoreError::NotFound("alert")))
            .await
    }

    async fn put(&self, scope: TenantScope, alert: StoredAlert) -> Result<()> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let alert = match find(transaction, tenant, alert.id)? {
                Some(old) => old.replaced_by(alert),
                None => alert,
            };
            write(transaction, tenant, &alert)
        })
        .await
    }

    async fn remove(&self, scope: TenantScope, id: Uuid) -> Result<()> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let key = params![tenant.0.as_bytes(), id.as_bytes()];
            match rows::change(transaction, "DELETE FROM usage_alerts WHERE tenant_id = ? AND id = ?", key)? {
                0 => Err(StoreError::NotFound("alert")),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn record(&self, scope: TenantScope, alert: &StoredAlert, change: Option<AlertChange>) -> Result<()> {
        let alert = alert.clone();
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            let stored = find(transaction, tenant, alert.id)?.ok_or(StoreError::NotFound("alert"))?;
            let Some(filed) = stored.evaluated_as(&alert) else { return Ok(()) };
            write(transaction, tenant, &filed)?;
            let Some(change) = change else { return Ok(()) };
            rows::change(
                transaction,
                "INSERT INTO usage_alert_history (tenant_id, alert_id, at, from_state, to_state, value)
                 VALUES (?, ?, ?, ?, ?, ?)",
                params![
                    tenant.0.as_bytes(),
                    alert.id.as_bytes(),
                    change.at.as_millis(),
                    word_of(&change.from)?,
                    word_of(&change.to)?,
                    change.value
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn history(&self, scope: TenantScope, id: Uuid, limit: usize) -> Result<Vec<AlertChange>> {
        self.read(move |transaction| {
            let tenant = scope.tenant_id();
            find(transaction, tenant, id)?.ok_or(StoreError::NotFound("alert"))?;
            let sql = "SELECT at, from_state, to_state, value FROM usage_alert_history
                WHERE tenant_id = ? AND alert_id = ? ORDER BY at DESC, seq DESC LIMIT ?";
            rows::all(transaction, sql, params![tenant.0.as_bytes(), id.as_bytes(), limit_of(limit)], |row| {
                let mut cells = Cells::new(row);
                let (at, from, to) = (cells.time()?, cells.word()?, cells.word()?);
                Ok(AlertChange { at, from, to, value: cells.plain()? })
            })
        })
        .await
    }
}
