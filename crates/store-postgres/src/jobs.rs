//! Jobs that run once in a cluster, by the database's clock: the callers' clocks may differ.

use crate::PgStore;
use crate::cells::Cells;
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use domain::Timestamp;
use sqlx::postgres::PgRow;
use std::time::Duration;
use store::cells::Cells as _;
use store::error::Result;
use store::jobs::{COLUMNS, Ended, JobRepo, JobState, Reason, Turn, millis};
use store::words::count;
use uuid::Uuid;

/// A lease as `interval '1 millisecond'` multiplies it: at most a century, so that no moment leaves the calendar.
fn lease_ms(lease: Duration) -> i64 {
    millis(lease).min(100 * 365 * 86_400_000)
}

fn read(row: &PgRow) -> Result<JobState> {
    store::jobs::read(&mut Cells::new(row))
}

#[async_trait]
impl JobRepo for PgStore {
    async fn begin(&self, name: &str, owner: Uuid, reason: Reason, lease: Duration, _now: Timestamp) -> Result<Turn> {
        let mut session = self.operator(Mode::Write).await?;
        // Inserting first makes two that ask for the same job wait for each other, also for its first run.
        let query = sqlx::query(
            "INSERT INTO jobs (name, begun_at, owner, held_until)
             VALUES ($1, clock_timestamp(), $2, clock_timestamp() + $3 * interval '1 millisecond')
             ON CONFLICT (name) DO NOTHING",
        );
        if rows::change(&mut session, query.bind(name).bind(owner).bind(lease_ms(lease))).await? == 1 {
            session.commit().await?;
            return Ok(Turn::Yours);
        }
        let query = sql(format!("SELECT {COLUMNS} FROM jobs WHERE name = $1 FOR UPDATE")).bind(name);
        let job = rows::first(&mut session, query, read).await?;
        // Asked after the wait for the row, not before.
        let now =
            rows::first(&mut session, sqlx::query("SELECT clock_timestamp()"), |row| Cells::new(row).time()).await?;
        let turn = job.zip(now).map_or(Turn::Yours, |(job, now)| job.turn(reason, now));
        if turn == Turn::Yours {
            let query = sqlx::query(
                "UPDATE jobs SET begun_at = clock_timestamp(), asked_at = NULL, ok = NULL, changed = NULL, owner = $2,
                    held_until = clock_timestamp() + $3 * interval '1 millisecond'
                 WHERE name = $1",
            );
            rows::change(&mut session, query.bind(name).bind(owner).bind(lease_ms(lease))).await?;
        }
        session.commit().await?;
        Ok(turn)
    }

    async fn ask(&self, name: &str, _now: Timestamp) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query(
            "INSERT INTO jobs (name, asked_at) VALUES ($1, clock_timestamp())
             ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at",
        );
        rows::change(&mut session, query.bind(name)).await?;
        session.commit().await
    }

    async fn renew(&self, name: &str, owner: Uuid, lease: Duration, _now: Timestamp) -> Result<bool> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query(
            "UPDATE jobs SET held_until = clock_timestamp() + $3 * interval '1 millisecond'
             WHERE name = $1 AND owner = $2",
        );
        let held = rows::change(&mut session, query.bind(name).bind(owner).bind(lease_ms(lease))).await? == 1;
        session.commit().await?;
        Ok(held)
    }

    async fn end(&self, name: &str, owner: Uuid, ended: Ended, _now: Timestamp) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query(
            "UPDATE jobs SET ok = $3, changed = $4, owner = NULL, held_until = NULL,
                succeeded_at = CASE WHEN $3 THEN clock_timestamp() ELSE succeeded_at END
             WHERE name = $1 AND owner = $2",
        );
        let query = query.bind(name).bind(owner).bind(ended.ok).bind(count(ended.changed, "changed")?);
        rows::change(&mut session, query).await?;
        session.commit().await
    }

    async fn list(&self) -> Result<Vec<JobState>> {
        let mut session = self.operator(Mode::Read).await?;
        let found = rows::all(&mut session, sql(format!("SELECT {COLUMNS} FROM jobs ORDER BY name")), read).await?;
        session.commit().await?;
        Ok(found)
    }
}
