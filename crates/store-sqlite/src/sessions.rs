//! Dashboard sessions and one-time sign-in links. A session of a key ends with the key and with its tenant.

use crate::cells::Cells;
use crate::failure::{failed, is_orphan, is_taken};
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::Timestamp;
use rusqlite::{Connection, Row, params};
use store::StoreError;
use store::error::Result;
use store::keys::KeyHash;
use store::sessions::{Session, SessionOwner, SessionRepo};

fn read(row: &Row<'_>) -> Result<Session> {
    store::sessions::read(&mut Cells::new(row))
}

fn find(connection: &Connection, token: &KeyHash, now: Timestamp, one_time: bool) -> Result<Option<Session>> {
    let sql = "SELECT s.key_id, s.expires_at, s.one_time FROM sessions s
        LEFT JOIN api_keys k ON k.id = s.key_id
        LEFT JOIN tenants t ON t.id = k.tenant_id
        WHERE s.token = ? AND s.expires_at > ? AND s.one_time = ?
          AND (s.key_id IS NULL OR (k.revoked_at IS NULL AND t.closed_at IS NULL))";
    rows::first(connection, sql, params![token.0, now.as_millis(), one_time], read)
}

#[async_trait]
impl SessionRepo for SqliteStore {
    async fn create(&self, token: KeyHash, session: Session) -> Result<()> {
        self.write(move |transaction| {
            let key_id = match &session.owner {
                SessionOwner::Key(key_id) => Some(key_id.0.as_bytes()),
                SessionOwner::Operator => None,
            };
            let inserted = transaction.execute(
                "INSERT INTO sessions (token, key_id, expires_at, one_time) VALUES (?, ?, ?, ?)",
                params![token.0, key_id, session.expires_at.as_millis(), session.one_time],
            );
            inserted.map_err(|error| match error {
                error if is_taken(&error) => StoreError::Conflict("a session of this token exists".into()),
                error if is_orphan(&error) => StoreError::NotFound("key"),
                error => failed(error),
            })?;
            Ok(())
        })
        .await
    }

    async fn get(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>> {
        self.read(move |transaction| find(transaction, &token, now, false)).await
    }

    async fn take(&self, token: KeyHash, now: Timestamp) -> Result<Option<Session>> {
        self.write(move |transaction| {
            let found = find(transaction, &token, now, true)?;
            if found.is_some() {
                rows::change(transaction, "DELETE FROM sessions WHERE token = ?", [token.0])?;
            }
            Ok(found)
        })
        .await
    }

    async fn remove(&self, token: KeyHash) -> Result<()> {
        self.write(move |transaction| {
            rows::change(transaction, "DELETE FROM sessions WHERE token = ?", [token.0])?;
            Ok(())
        })
        .await
    }

    async fn sweep(&self, now: Timestamp) -> Result<usize> {
        self.write(move |transaction| {
            rows::change(transaction, "DELETE FROM sessions WHERE expires_at <= ?", [now.as_millis()])
        })
        .await
    }
}
