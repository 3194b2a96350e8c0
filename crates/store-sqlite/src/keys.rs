//! API keys: hashed at rest, revocable.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan, is_taken};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::{KeyId, Timestamp};
use rusqlite::params;
use store::cells::Cells as _;
use store::error::Result;
use store::keys::{ApiKey, COLUMNS, KeyHash, KeyRepo, NewKey, StoredKey};
use store::{StoreError, TenantScope};

fn read(cells: &mut Cells<'_, '_>) -> Result<ApiKey> {
    Ok(ApiKey::from_stored(store::keys::read(cells)?))
}

#[async_trait]
impl KeyRepo for SqliteStore {
    async fn create(&self, scope: TenantScope, key: NewKey) -> Result<ApiKey> {
        self.write(move |transaction| {
            let NewKey { key_id, name, prefix, hash, user_id, created_at } = key;
            let tenant_id = scope.tenant_id();
            let inserted = transaction.execute(
                "INSERT INTO api_keys (id, tenant_id, name, prefix, hash, user_id, created_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    key_id.0.as_bytes(),
                    tenant_id.0.as_bytes(),
                    name,
                    prefix,
                    hash.0,
                    user_id.as_ref().map(|id| id.0.as_bytes()),
                    created_at.as_millis()
                ],
            );
            inserted.map_err(|error| match error {
                error if is_taken(&error) => {
                    StoreError::Conflict("a key of this id or hash exists: make another".into())
                }
                error if is_orphan(&error) => StoreError::NotFound("tenant"),
                error => failed(error),
            })?;
            let stored = StoredKey { key_id, tenant_id, name, prefix, user_id, created_at, revoked_at: None };
            Ok(ApiKey::from_stored(stored))
        })
        .await
    }

    async fn list(&self, scope: TenantScope) -> Result<Vec<ApiKey>> {
        self.read(move |transaction| {
            let sql =
                format!("SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = ? ORDER BY k.created_at DESC, k.id DESC");
            rows::all(transaction, &sql, [scope.tenant_id().0.as_bytes()], |row| read(&mut Cells::new(row)))
        })
        .await
    }

    async fn revoke(&self, scope: TenantScope, key_id: KeyId, at: Timestamp) -> Result<ApiKey> {
        self.write(move |transaction| {
            let tenant = scope.tenant_id();
            rows::change(
                transaction,
                "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE tenant_id = ? AND id = ?",
                params![at.as_millis(), tenant.0.as_bytes(), key_id.0.as_bytes()],
            )?;
            let sql = format!("SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = ? AND k.id = ?");
            let key = params![tenant.0.as_bytes(), key_id.0.as_bytes()];
            rows::first(transaction, &sql, key, |row| read(&mut Cells::new(row)))?.ok_or(StoreError::NotFound("key"))
        })
        .await
    }

    async fn version(&self) -> Result<u64> {
        self.read(|transaction| {
            // Keys are added and revoked and tenants closed, none of it undone, so the sum of all three only grows.
            let sql =
                "SELECT (SELECT count(*) + count(revoked_at) FROM api_keys) + (SELECT count(closed_at) FROM tenants)";
            rows::first(transaction, sql, [], |row| Cells::new(row).u64()).map(Option::unwrap_or_default)
        })
        .await
    }

    async fn active(&self) -> Result<Vec<(KeyHash, ApiKey)>> {
        self.read(|transaction| {
            let sql = format!(
                "SELECT k.hash, {COLUMNS} FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
                 WHERE k.revoked_at IS NULL AND t.closed_at IS NULL"
            );
            rows::all(transaction, &sql, [], |row| {
                let mut cells = Cells::new(row);
                let hash = KeyHash(cells.plain()?);
                Ok((hash, read(&mut cells)?))
            })
        })
        .await
    }
}
