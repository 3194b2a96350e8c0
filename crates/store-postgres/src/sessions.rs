//! Dashboard sessions and one-time sign-in links. A session of a key ends with the key and with its tenant.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::failure::{failed, is_orphan, is_taken};
use crate::rows;
use crate::session::Mode;
use async_trait::async_trait;
use domain::Timestamp;
use sqlx::postgres::PgRow;
use store::StoreError;
use store::error::Result;
use store::keys::KeyHash;
use store::sessions::{Session, SessionOwner, SessionRepo};

fn read(row: &PgRow) -> Result<Session> {
    store::sessions::read(&mut Cells::new(row))
}

#[async_trait]
impl SessionRepo for PgStore {
    async fn create(&self, token: KeyHash, new: Session) -> Result<()> {
        let key_id = match &new.owner {
            SessionOwner::Key(key_id) => Some(key_id.0),
            SessionOwner::Operator => None,
        };
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("INSERT INTO sessions (token, key_id, expires_at, one_time) VALUES ($1, $2, $3, $4)")
            .bind(&token.0[..])
            .bind(key_id)
            .bind(At(new.expires_at))
            .bind(new.one_time);
        rows::run(&mut session, query).await.map_err(|error| match error {
            error if is_taken(&error) => StoreError::Conflict("a session of this token exists".into()),
            error if is_orphan(&error) => StoreError::NotFound("key"),
            error => failed(error),
        })?;
        session.commit().await
    }

    async fn get(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>> {
        let mut session = self.operator(Mode::Read).await?;
        let query = sqlx::query(
            "SELECT s.key_id, s.expires_at, s.one_time FROM sessions s
             LEFT JOIN api_keys k ON k.id = s.key_id
             LEFT JOIN tenants t ON t.id = k.tenant_id
             WHERE s.token = $1 AND s.expires_at > $2 AND NOT s.one_time
               AND (s.key_id IS NULL OR (k.revoked_at IS NULL AND t.closed_at IS NULL))",
        );
        let found = rows::first(&mut session, query.bind(&token.0[..]).bind(At(now)), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn take(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>> {
        let mut session = self.operator(Mode::Write).await?;
        // One statement: of two callers one deletes the row, and the other finds it gone.
        let query = sqlx::query(
            "DELETE FROM sessions s WHERE s.token = $1 AND s.expires_at > $2 AND s.one_time
               AND (s.key_id IS NULL OR EXISTS (
                   SELECT FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
                   WHERE k.id = s.key_id AND k.revoked_at IS NULL AND t.closed_at IS NULL))
             RETURNING s.key_id, s.expires_at, s.one_time",
        );
        let found = rows::first(&mut session, query.bind(&token.0[..]).bind(At(now)), read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn remove(&self, token: KeyHash) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        rows::change(&mut session, sqlx::query("DELETE FROM sessions WHERE token = $1").bind(&token.0[..])).await?;
        session.commit().await
    }

    async fn sweep(&self, now: Timestamp) -> Result<usize> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(At(now));
        let gone = rows::change(&mut session, query).await?;
        session.commit().await?;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
