//! Jobs that run once, whoever asks.

use crate::cells::Cells;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use domain::Timestamp;
use rusqlite::{Connection, Row, params};
use std::time::Duration;
use store::error::Result;
use store::jobs::{COLUMNS, Ended, JobRepo, JobState, Reason, Turn, millis};
use store::words::count;
use uuid::Uuid;

fn read(row: &Row<'_>) -> Result<JobState> {
    store::jobs::read(&mut Cells::new(row))
}

fn find(connection: &Connection, name: &str) -> Result<Option<JobState>> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE name = ?");
    rows::first(connection, &sql, [name], read)
}

#[async_trait]
impl JobRepo for SqliteStore {
    async fn begin(&self, name: &str, owner: Uuid, reason: Reason, lease: Duration, now: Timestamp) -> Result<Turn> {
        let name = name.to_owned();
        self.write(move |transaction| {
            let turn = find(transaction, &name)?.map_or(Turn::Yours, |job| job.turn(reason, now));
            if turn == Turn::Yours {
                rows::change(
                    transaction,
                    "INSERT INTO jobs (name, begun_at, owner, held_until) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (name) DO UPDATE SET begun_at = ?2, asked_at = NULL, ok = NULL, changed = NULL,
                        owner = ?3, held_until = ?4",
                    params![name, now.as_millis(), owner.as_bytes(), now.plus_millis(millis(lease)).as_millis()],
                )?;
            }
            Ok(turn)
        })
        .await
    }

    async fn ask(&self, name: &str, now: Timestamp) -> Result<()> {
        let name = name.to_owned();
        self.write(move |transaction| {
            rows::change(
                transaction,
                "INSERT INTO jobs (name, asked_at) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET asked_at = ?2",
                params![name, now.as_millis()],
            )?;
            Ok(())
        })
        .await
    }

    async fn renew(&self, name: &str, owner: Uuid, lease: Duration, now: Timestamp) -> Result<bool> {
        let name = name.to_owned();
        self.write(move |transaction| {
            let until = now.plus_millis(millis(lease)).as_millis();
            let sql = "UPDATE jobs SET held_until = ? WHERE name = ? AND owner = ?";
            Ok(rows::change(transaction, sql, params![until, name, owner.as_bytes()])? == 1)
        })
        .await
    }

    async fn end(&self, name: &str, owner: Uuid, ended: Ended, now: Timestamp) -> Result<()> {
        let name = name.to_owned();
        self.write(move |transaction| {
            rows::change(
                transaction,
                "UPDATE jobs SET ok = ?1, changed = ?2, owner = NULL, held_until = NULL,
                    succeeded_at = CASE WHEN ?1 THEN ?3 ELSE succeeded_at END
                 WHERE name = ?4 AND owner = ?5",
                params![ended.ok, count(ended.changed, "changed")?, now.as_millis(), name, owner.as_bytes()],
            )?;
            Ok(())
        })
        .await
    }

    async fn list(&self) -> Result<Vec<JobState>> {
        self.read(|transaction| {
            let sql = format!("SELECT {COLUMNS} FROM jobs ORDER BY name");
            rows::all(transaction, &sql, [], read)
        })
        .await
    }
}
