//! Events that could not be counted.

use crate::PgStore;
use crate::cells::{At, Cells};
use crate::rows::{self, sql};
use crate::session::Mode;
use async_trait::async_trait;
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use store::StoreError;
use store::cells::Cells as _;
use store::dead_letters::{COLUMNS, DeadLetter, DeadLetterRepo};
use store::error::Result;
use store::words::{count, limit_of};

fn read(row: &PgRow) -> Result<DeadLetter> {
    store::dead_letters::read(&mut Cells::new(row))
}

/// Files letters in the order of their key; one that is there stays as it is.
pub(crate) async fn file(connection: &mut PgConnection, letters: &[DeadLetter]) -> Result<()> {
    let mut sorted: Vec<_> = letters.iter().collect();
    sorted.sort_by_key(|letter| (&letter.partition, letter.offset));
    for letter in sorted {
        let query = sql(format!(
            "INSERT INTO dead_letters ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
        ));
        let query = query
            .bind(&letter.partition)
            .bind(count(letter.offset, "offset")?)
            .bind(&letter.reason)
            .bind(&letter.field)
            .bind(letter.tenant_id.map(|id| id.0))
            .bind(letter.event_id.map(|id| id.0))
            .bind(&letter.known)
            .bind(At(letter.at));
        rows::change(connection, query).await?;
    }
    Ok(())
}

#[async_trait]
impl DeadLetterRepo for PgStore {
    async fn list(&self, after: Option<(String, u64)>, limit: usize) -> Result<Vec<DeadLetter>> {
        let mut session = self.operator(Mode::Read).await?;
        // Offsets grow with time, so the highest is the newest; a letter filed again keeps its place.
        let order = "ORDER BY log_offset DESC, partition DESC";
        let query = match after {
            None => sql(format!("SELECT {COLUMNS} FROM dead_letters {order} LIMIT $1")).bind(limit_of(limit)),
            Some((partition, offset)) => sql(format!(
                "SELECT {COLUMNS} FROM dead_letters WHERE (log_offset, partition) < ($2, $3) {order} LIMIT $1"
            ))
            .bind(limit_of(limit))
            .bind(count(offset, "offset")?)
            .bind(partition),
        };
        let found = rows::all(&mut session, query, read).await?;
        session.commit().await?;
        Ok(found)
    }

    async fn get(&self, partition: &str, offset: u64) -> Result<DeadLetter> {
        let mut session = self.operator(Mode::Read).await?;
        let query = sql(format!("SELECT {COLUMNS} FROM dead_letters WHERE partition = $1 AND log_offset = $2"));
        let found = rows::first(&mut session, query.bind(partition).bind(count(offset, "offset")?), read).await?;
        session.commit().await?;
        found.ok_or(StoreError::NotFound("dead letter"))
    }

    async fn remove(&self, partition: &str, offset: u64) -> Result<()> {
        let mut session = self.operator(Mode::Write).await?;
        let query = sqlx::query("DELETE FROM dead_letters WHERE partition = $1 AND log_offset = $2");
        let gone = rows::change(&mut session, query.bind(partition).bind(count(offset, "offset")?)).await?;
        session.commit().await?;
        if gone == 0 { Err(StoreError::NotFound("dead letter")) } else { Ok(()) }
    }

    async fn counts(&self) -> Result<Vec<(String, u64)>> {
        let mut session = self.operator(Mode::Read).await?;
        let query = sqlx::query("SELECT reason, count(*) FROM dead_letters GROUP BY reason ORDER BY reason");
        let found = rows::all(&mut session, query, |row| {
            let mut cells = Cells::new(row);
            Ok((cells.plain()?, cells.u64()?))
        })
        .await?;
        session.commit().await?;
        Ok(found)
    }
}
