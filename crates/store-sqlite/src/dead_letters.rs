//! Events that could not be counted.

use crate::cells::Cells;
use crate::{SqliteStore, rows};
use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use store::StoreError;
use store::cells::Cells as _;
use store::dead_letters::{COLUMNS, DeadLetter, DeadLetterRepo};
use store::error::Result;
use store::words::{count, limit_of};

fn read(row: &Row<'_>) -> Result<DeadLetter> {
    store::dead_letters::read(&mut Cells::new(row))
}

/// Files letters; one that is there stays as it is.
pub(crate) fn file(connection: &Connection, letters: &[DeadLetter]) -> Result<()> {
    for letter in letters {
        rows::change(
            connection,
            "INSERT INTO dead_letters (partition, log_offset, reason, field, tenant_id, event_id, known, at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            params![
                letter.partition,
                count(letter.offset, "offset")?,
                letter.reason,
                letter.field,
                letter.tenant_id.as_ref().map(|id| id.0.as_bytes()),
                letter.event_id.as_ref().map(|id| id.0.as_bytes()),
                letter.known,
                letter.at.as_millis()
            ],
        )?;
    }
    Ok(())
}

#[async_trait]
impl DeadLetterRepo for SqliteStore {
    async fn list(&self, after: Option<(String, u64)>, limit: usize) -> Result<Vec<DeadLetter>> {
        self.read(move |transaction| {
            let (partition, offset) = match after {
                Some((partition, offset)) => (Some(partition), count(offset, "offset")?),
                None => (None, 0),
            };
            // Offsets grow with time, so the highest is the newest; a letter filed again keeps its place.
            let sql = format!(
                "SELECT {COLUMNS} FROM dead_letters
                 WHERE ?1 IS NULL OR (log_offset, partition) < (?2, ?1)
                 ORDER BY log_offset DESC, partition DESC LIMIT ?3"
            );
            rows::all(transaction, &sql, params![partition, offset, limit_of(limit)], read)
        })
        .await
    }

    async fn get(&self, partition: &str, offset: u64) -> Result<DeadLetter> {
        let partition = partition.to_owned();
        self.read(move |transaction| {
            let sql = format!("SELECT {COLUMNS} FROM dead_letters WHERE partition = ? AND log_offset = ?");
            let key = params![partition, count(offset, "offset")?];
            rows::first(transaction, &sql, key, read)?.ok_or(StoreError::NotFound("dead letter"))
        })
        .await
    }

    async fn remove(&self, partition: &str, offset: u64) -> Result<()> {
        let partition = partition.to_owned();
        self.write(move |transaction| {
            let sql = "DELETE FROM dead_letters WHERE partition = ? AND log_offset = ?";
            match rows::change(transaction, sql, params![partition, count(offset, "offset")?])? {
                0 => Err(StoreError::NotFound("dead letter")),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn counts(&self) -> Result<Vec<(String, u64)>> {
        self.read(|transaction| {
            let sql = "SELECT reason, count(*) FROM dead_letters GROUP BY reason ORDER BY reason";
            rows::all(transaction, sql, [], |row| {
                let mut cells = Cells::new(row);
                Ok((cells.plain()?, cells.u64()?))
            })
        })
        .await
    }
}
