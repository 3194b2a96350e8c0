//! API keys: hashed at rest, revocable.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan, is_taken};
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use domain::{KeyId, Timestamp};
use sqlx::postgres::PgRow;
use store::cells::Cells as _;
use store::error::Result;
use store::keys::{ApiKey, COLUMNS, KeyHash, KeyRepo, NewKey, StoredKey};
use store::{StoreError, TenantScope};

fn read_cells(cells: &mut Cells<'_>) -> Result<ApiKey> {
    Ok(ApiKey::from_stored(store::keys::read(cells)?))
}

fn read(row: &PgRow) -> Result<ApiKey> {
    read_cells(&mut Cells::new(row))
}

#[async_trait]
impl KeyRepo for PgStore {
    async fn create(&self, scope: TenantScope, key: NewKey) -> Result<ApiKey> {
        let NewKey { key_id, name, prefix, hash, user_id, created_at } = key;
        let tenant_id = scope.tenant_id();
        let mut session = self.write(tenant_id).await?;
        let query = sqlx::query(
            "INSERT INTO api_keys (id, tenant_id, name, prefix, hash, user_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(key_id.0)
        .bind(tenant_id.0)
        .bind(&name)
        .bind(&prefix)
        .bind(&hash.0[..])
        .bind(user_id.map(|id| id.0))
        .bind(At(created_at));
        rows::run(&mut session, query).await.map_err(|error| match error {
            error if is_taken(&error) => StoreError::Conflict("a key of this id or hash exists: make another".into()),
            error if is_orphan(&error) => StoreError::NotFound("tenant"),
            error => failed(error),
        })?;
        session.commit().await?;
        let stored = StoredKey { key_id, tenant_id, name, prefix, user_id, created_at, revoked_at: None };
        Ok(ApiKey::from_stored(stored))
    }

    async fn list(&self, scope: TenantScope) -> Result<Vec<ApiKey>> {
        let mut session = self.read(scope).await?;
        let query = sql(format!(
            "SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = $1 ORDER BY k.created_at DESC, k.id DESC"
        ));
        let found = rows::all(&mut session, query.bind(scope.tenant_id().0), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn revoke(&self, scope: TenantScope, key_id: KeyId, at: Timestamp) -> Result<ApiKey> {
        let mut session = self.write(scope.tenant_id()).await?;
        let query = sql(format!(
            "UPDATE api_keys k SET revoked_at = coalesce(k.revoked_at, $1) WHERE k.tenant_id = $2 AND k.id = $3
             RETURNING {COLUMNS}"
        ));
        let query = query.bind(At(at)).bind(scope.tenant_id().0).bind(key_id.0);
        let revoked = rows::first(&mut session, query, read).await?.ok_or(StoreError::NotFound("key"))?;
        session.commit().await?;
        Ok(revoked)
    }

    async fn version(&self) -> Result<u64> {
        let mut session = self.operator(Mode::Read).await?;
        // Keys are added and revoked and tenants closed, none of it undone, so the sum of all three only grows.
        let query = sqlx::query(
            "SELECT (SELECT count(*) + count(revoked_at) FROM api_keys) + (SELECT count(closed_at) FROM tenants)",
        );
        let found = rows::first(&mut session, query, |row| Cells::new(row).u64()).await?;
        session.commit().await?;
        Ok(found.unwrap_or(0))
    }

    async fn active(&self) -> Result<Vec<(KeyHash, ApiKey)>> {
        let mut session = self.operator(Mode::Read).await?;
        let query = sql(format!(
            "SELECT k.hash, {COLUMNS} FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
             WHERE k.revoked_at IS NULL AND t.closed_at IS NULL"
        ));
        let found = rows::all(&mut session, query, |row| {
            let mut cells = Cells::new(row);
            let hash = <[u8; 32]>::try_from(cells.plain::<&[u8]>()?)
                .map_err(|_| StoreError::Failed("column hash is not 32 bytes: the table is damaged".into()))?;
            Ok((KeyHash(hash), read_cells(&mut cells)?))
        })
        .await?;
        session.commit().await?;
        Ok(found)
    }
}
